/**
 * Supervisors: OTP's {@code supervisor} and {@code supervisor_bridge}, Elixir's {@code DynamicSupervisor}.
 *
 * <p>A user implements {@link dev.ninefold.supervisor.Supervisor}, whose {@code init} returns a
 * {@link dev.ninefold.supervisor.SupervisorSpec}: {@link dev.ninefold.supervisor.SupervisorFlags} and one
 * {@link dev.ninefold.supervisor.ChildSpec} for each child. The static methods of {@code Supervisor} start, stop, add, remove and list
 * children of a running supervisor, given as {@link dev.ninefold.supervisor.SupervisorRef}.
 * {@link dev.ninefold.supervisor.DynamicSupervisor} begins without children and gets them one by one.
 * {@link dev.ninefold.supervisor.SupervisorBridge} makes a subsystem that is no OTP process a part of the tree.
 *
 * <p>{@code ChildSpecs}, {@code RestartDecision}, {@code RestartIntensity}, {@code ChildOrder}, {@code AutoShutdownRule},
 * {@code DynamicSupervisorEngine} and {@code StopRound} decide without side effects; {@code SupervisorProcess} and
 * {@code DynamicSupervisorProcess} carry it out, with the help of {@code Children} and {@code ChildStops}. What both are as processes is
 * {@code SupervisingProcess}.
 */
package dev.ninefold.supervisor;
