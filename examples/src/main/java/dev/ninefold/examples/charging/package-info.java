/**
 * A management system for charging stations, as the article "gen_event is underrated" draws it: the business logic is an event handler, which may
 * crash without the state machine of the station noticing.
 */
package dev.ninefold.examples.charging;
