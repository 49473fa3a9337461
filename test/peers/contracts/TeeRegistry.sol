// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// A registry of enclaves with the public read interface and events of the OpenGradient registry, written for tests:
/// who may write is not checked, and attestation documents are not looked at.
contract TeeRegistry {
    struct OHTTPConfig {
        uint8 keyId;
        uint16 kemId;
        uint16 kdfId;
        uint16 aeadId;
        bytes publicKey;
        bytes keyConfig;
        uint256 registeredAt;
    }

    struct TEEInfo {
        address owner;
        address paymentAddress;
        string endpoint;
        bytes publicKey;
        bytes tlsCertificate;
        bytes32 pcrHash;
        uint8 teeType;
        bool enabled;
        uint256 registeredAt;
        uint256 lastHeartbeatAt;
        OHTTPConfig ohttpConfig;
    }

    struct ApprovedPCR {
        bytes32 pcrHash;
        uint8 teeType;
    }

    event TEERegistered(bytes32 indexed teeId, address indexed owner, uint8 teeType);
    event TEEEnabled(bytes32 indexed teeId);
    event TEEDisabled(bytes32 indexed teeId);
    event HeartbeatReceived(bytes32 indexed teeId, uint256 timestamp);
    event PCRApproved(bytes32 indexed pcrHash, uint8 indexed teeType, string version);
    event PCRRevoked(bytes32 indexed pcrHash, uint8 indexed teeType);
    event OHTTPConfigUpdated(
        bytes32 indexed teeId,
        uint8 keyId,
        uint16 kemId,
        uint16 kdfId,
        uint16 aeadId,
        bytes32 publicKeyHash,
        bytes32 keyConfigHash
    );
    event OHTTPConfigCleared(bytes32 indexed teeId);

    error TEENotFound();
    error PCRNotApproved();

    uint256 public heartbeatMaxAge = 1800;

    mapping(bytes32 => TEEInfo) private tees;
    mapping(uint8 => bytes32[]) private idsByType;
    ApprovedPCR[] private approved;

    function approvePCR(bytes32 pcrHash, uint8 teeType, string calldata version) external {
        if (!isPCRApproved(teeType, pcrHash)) approved.push(ApprovedPCR(pcrHash, teeType));
        emit PCRApproved(pcrHash, teeType, version);
    }

    /// Disables all enclaves of the build in the same transaction.
    function revokePCR(bytes32 pcrHash, uint8 teeType) external {
        for (uint256 i = 0; i < approved.length; i++) {
            if (approved[i].pcrHash == pcrHash && approved[i].teeType == teeType) {
                approved[i] = approved[approved.length - 1];
                approved.pop();
                break;
            }
        }
        emit PCRRevoked(pcrHash, teeType);
        bytes32[] storage ids = idsByType[teeType];
        for (uint256 i = 0; i < ids.length; i++) {
            if (tees[ids[i]].pcrHash == pcrHash && tees[ids[i]].enabled) {
                tees[ids[i]].enabled = false;
                emit TEEDisabled(ids[i]);
            }
        }
    }

    /// Times and the enabled flag of `info` are ignored.
    function register(TEEInfo calldata info) external returns (bytes32 teeId) {
        if (!isPCRApproved(info.teeType, info.pcrHash)) revert PCRNotApproved();
        teeId = keccak256(info.publicKey);
        if (tees[teeId].registeredAt == 0) idsByType[info.teeType].push(teeId);
        TEEInfo storage tee = tees[teeId];
        tee.owner = info.owner;
        tee.paymentAddress = info.paymentAddress;
        tee.endpoint = info.endpoint;
        tee.publicKey = info.publicKey;
        tee.tlsCertificate = info.tlsCertificate;
        tee.pcrHash = info.pcrHash;
        tee.teeType = info.teeType;
        tee.enabled = true;
        tee.registeredAt = block.timestamp;
        tee.lastHeartbeatAt = block.timestamp;
        tee.ohttpConfig = info.ohttpConfig;
        tee.ohttpConfig.registeredAt = block.timestamp;
        emit TEERegistered(teeId, info.owner, info.teeType);
        emit TEEEnabled(teeId);
    }

    function enableTEE(bytes32 teeId) external {
        known(teeId).enabled = true;
        emit TEEEnabled(teeId);
    }

    function disableTEE(bytes32 teeId) external {
        known(teeId).enabled = false;
        emit TEEDisabled(teeId);
    }

    function heartbeat(bytes32 teeId) external {
        known(teeId).lastHeartbeatAt = block.timestamp;
        emit HeartbeatReceived(teeId, block.timestamp);
    }

    function setHeartbeatMaxAge(uint256 maxAge) external {
        heartbeatMaxAge = maxAge;
    }

    function setOHTTPConfig(bytes32 teeId, OHTTPConfig calldata config) external {
        TEEInfo storage tee = known(teeId);
        tee.ohttpConfig = config;
        tee.ohttpConfig.registeredAt = block.timestamp;
        emit OHTTPConfigUpdated(
            teeId,
            config.keyId,
            config.kemId,
            config.kdfId,
            config.aeadId,
            keccak256(config.publicKey),
            keccak256(config.keyConfig)
        );
    }

    function clearOHTTPConfig(bytes32 teeId) external {
        delete known(teeId).ohttpConfig;
        emit OHTTPConfigCleared(teeId);
    }

    function getActiveTEEs(uint8 teeType) external view returns (TEEInfo[] memory active) {
        bytes32[] storage ids = idsByType[teeType];
        uint256 count = 0;
        for (uint256 i = 0; i < ids.length; i++) if (isTEEActive(ids[i])) count++;
        active = new TEEInfo[](count);
        uint256 next = 0;
        for (uint256 i = 0; i < ids.length; i++) if (isTEEActive(ids[i])) active[next++] = tees[ids[i]];
    }

    function getEnabledTEEs(uint8 teeType) external view returns (bytes32[] memory enabled) {
        bytes32[] storage ids = idsByType[teeType];
        uint256 count = 0;
        for (uint256 i = 0; i < ids.length; i++) if (tees[ids[i]].enabled) count++;
        enabled = new bytes32[](count);
        uint256 next = 0;
        for (uint256 i = 0; i < ids.length; i++) if (tees[ids[i]].enabled) enabled[next++] = ids[i];
    }

    function getTEEsByType(uint8 teeType) external view returns (bytes32[] memory) {
        return idsByType[teeType];
    }

    function getTEE(bytes32 teeId) external view returns (TEEInfo memory) {
        return known(teeId);
    }

    function getTEEPublicKey(bytes32 teeId) external view returns (bytes memory) {
        return known(teeId).publicKey;
    }

    function isTEEEnabled(bytes32 teeId) external view returns (bool) {
        return tees[teeId].enabled;
    }

    /// Enabled, with a heartbeat that is not older than the limit, and of an approved build.
    function isTEEActive(bytes32 teeId) public view returns (bool) {
        TEEInfo storage tee = tees[teeId];
        return
            tee.enabled &&
            block.timestamp - tee.lastHeartbeatAt <= heartbeatMaxAge &&
            isPCRApproved(tee.teeType, tee.pcrHash);
    }

    function isPCRApproved(uint8 teeType, bytes32 pcrHash) public view returns (bool) {
        for (uint256 i = 0; i < approved.length; i++) {
            if (approved[i].pcrHash == pcrHash && approved[i].teeType == teeType) return true;
        }
        return false;
    }

    function getApprovedPCRs() external view returns (ApprovedPCR[] memory) {
        return approved;
    }

    function computeTEEId(bytes calldata publicKey) external pure returns (bytes32) {
        return keccak256(publicKey);
    }

    function known(bytes32 teeId) private view returns (TEEInfo storage tee) {
        tee = tees[teeId];
        if (tee.registeredAt == 0) revert TEENotFound();
    }
}
