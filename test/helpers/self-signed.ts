import { X509Certificate } from 'node:crypto';

const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaRsvOu0gT799YxeP
Fy58xI/xIbbRNXIZoRWoLaZ5t+ChRANCAATSg5w65k6Vzngu6HAVxE8ndFOxBnwi
E47ZY9IJigAOQN2cyzPMLIqLCJoae4wCedcP5XpHe5vh5MxGJ5siRgiI
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUDQcL2ozp6S8mp6DS3Gmps/G7uIgwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOZ2F0ZWhvdXNlLXRlc3QwIBcNMjYxMTIxMDQxNzU0WhgPMjEy
NjEwMjgwNDE3NTRaMBkxFzAVBgNVBAMMDmdhdGVob3VzZS10ZXN0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAE0oOcOuZOlc54LuhwFcRPJ3RTsQZ8IhOO2WPSCYoA
DkDdnMszzCyKiwiaGnuMAnnXD+V6R3ub4eTMRiebIkYIiKNTMFEwHQYDVR0OBBYE
FIXbRWNSfWHY6N0+ud4pQPwjK1cTMB8GA1UdIwQYMBaAFIXbRWNSfWHY6N0+ud4p
QPwjK1cTMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgBpIrfOdD
5Tq48xQwrj9N9spMvlPm/kRkuAxN9Z5n4N8CIQDZA5Dl1NrhRXeq0FPkLt1Dwjdp
b54CfYkruYzW26kQVg==
-----END CERTIFICATE-----`;

/** A self-signed certificate, as the one that a gateway makes for itself, and its SHA-256 fingerprint. Protects nothing. */
export const SELF_SIGNED = { key, cert, pin: new X509Certificate(cert).fingerprint256 } as const;
