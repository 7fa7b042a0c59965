package dev.ninefold.process;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who asked for what a server was doing when it ended: OTP's client_info.
 *
 * @param client the pid, or the name of the thread if it was no process
 * @param alive whether the process was still alive
 * @param name its local name
 * @param stack what its code was doing; empty if that cannot be seen
 */
public record ClientInfo(Object client, boolean alive, Optional<String> name, List<StackTraceElement> stack) {

  private static final int MAX_FRAMES = 64;

  /** What can be seen of the client now. Any thread may call it. */
  public static ClientInfo of(Pid client) {
    Cell cell = client.cell();
    if (cell == null || cell.isDead()) {
      return new ClientInfo(client, false, Optional.empty(), List.of());
    }
    Details details = cell.details;
    return new ClientInfo(client, true, Optional.ofNullable(details == null ? null : details.name), stack(cell));
  }

  /** A client that is an ordinary thread. */
  public static ClientInfo thread() {
    return new ClientInfo("a thread that is no process", true, Optional.empty(), List.of());
  }

  static List<StackTraceElement> stack(Cell cell) {
    Thread runner = cell.runner();
    if (runner == null) {
      return List.of();
    }
    return Arrays.stream(runner.getStackTrace()).limit(MAX_FRAMES).toList();
  }

  @Override
  public String toString() {
    return "client " + name.map(n -> n + " (" + client + ")").orElseGet(client::toString)
        + (alive ? stack.isEmpty() ? "" : " in " + stack : " is dead");
  }
}
