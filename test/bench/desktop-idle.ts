/** The peer of an idle core: a Node process with one open WebSocket, and nothing to do. Its server is the parent's. */
import { WebSocket } from 'ws';

const socket = new WebSocket(process.argv[2] ?? '');
socket.on('open', () => process.stdout.write('open\n'));
socket.on('close', () => process.exit(0));
