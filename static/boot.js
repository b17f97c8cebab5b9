// Starts the page: first the Trusted Types policy, then the application.
import './trusted.js';
import init from './app.js';

await init({ module_or_path: '/app_bg.wasm' });
