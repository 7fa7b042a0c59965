/**
 * Supervisors: OTP's {@code supervisor} and {@code supervisor_bridge}.
 *
 * <p>A user implements {@link dev.ninefold.supervisor.Supervisor}, whose {@code init} returns a
 * {@link dev.ninefold.supervisor.SupervisorSpec}: {@link dev.ninefold.supervisor.SupervisorFlags} and one
 * {@link dev.ninefold.supervisor.ChildSpec} for each child. The static methods of {@code Supervisor} start, stop, add, remove and list
 * children of a running supervisor, given as {@link dev.ninefold.supervisor.SupervisorRef}.
 * {@link dev.ninefold.supervisor.SupervisorBridge} makes a subsystem that is no OTP process a part of the tree.
 *
 * <p>{@code ChildSpecs}, {@code RestartDecision}, {@code RestartIntensity}, {@code ChildOrder} and {@code AutoShutdownRule} decide
 * without side effects; {@code SupervisorProcess} carries it out, with the help of {@code Children} and {@code ChildStops}.
 */
package dev.ninefold.supervisor;
