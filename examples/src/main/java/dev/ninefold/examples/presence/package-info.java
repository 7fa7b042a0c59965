/**
 * Who is here: a server that tracks its subscribers by monitors, behind a page that shows their names. A browser's tab is a process; when the tab
 * is closed, the process ends, and its name goes. Nobody has to say good-bye.
 *
 * <pre>
 * PresenceSupervisor (rest for one) ── Presence   the subscribers and their monitors
 *                                   ├─ Tabs ── Tab   a browser's tab, or a visitor of the console
 *                                   │       └─ Tab …
 *                                   └─ web server
 * </pre>
 */
package dev.ninefold.examples.presence;
