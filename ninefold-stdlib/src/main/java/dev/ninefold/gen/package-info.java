/**
 * What all behaviours share: typed requests, references to servers, starts, the origin of a request, system messages.
 *
 * <p>Users find {@link dev.ninefold.gen.Request}, {@link dev.ninefold.gen.From}, {@link dev.ninefold.gen.ServerRef},
 * {@link dev.ninefold.gen.StartResult} and {@link dev.ninefold.gen.StartOptions}. {@link dev.ninefold.gen.Behaviour} and
 * {@link dev.ninefold.gen.Gen} are for who writes a behaviour.
 */
package dev.ninefold.gen;
