/**
 * A web server in the way of Erlang's: a process for each connection, and one for each request. The handler of a request is ordinary code
 * that need not be careful. If it crashes, its connection is told by a link, answers 500 and closes, and both processes are gone; all
 * others never notice.
 *
 * <pre>
 * HttpSupervisor ── Deadlines      ends who is not done in time
 *                ├─ Connections ── Connection ── (handler, linked)
 *                │              └─ Connection    …
 *                └─ Listener       accepts
 * </pre>
 *
 * <p>What bytes are a request, and which bytes are none, is a matter of Apache's HttpCore, whose blocking connection reads and writes on the
 * thread of whoever calls it: here, of the connection's process. A web server (that of the JDK, Helidon, Jetty) would bring threads of its
 * own, and then a process for each connection would only be said to be one; a parser of our own would have to learn again what that library
 * knows about chunks, conflicting lengths and lines without end.
 */
package dev.ninefold.examples.http;
