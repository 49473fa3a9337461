// Lets a signing tool that asks for the version of the system hear one of macOS (15, by its kernel).
import os from 'node:os';

os.release = () => '24.6.0';
