/** What the examples share that speak WebSocket: a web server of Helidon's that belongs to a process, and a handshake whose connection tells its end. */
package dev.ninefold.examples.web;
