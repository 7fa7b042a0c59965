package dev.ninefold.examples.errorman;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.HandlerReply;
import dev.ninefold.genevent.Predecessor;
import dev.ninefold.genevent.Removal;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes errors to a file, and counts them: {@code file_logger}. */
final class FileLogger implements EventHandler<FileLogger.Log, ErrorEvent, FileLogger.Ask<?>> {

  static final HandlerKey<FileLogger> KEY = HandlerKey.of(FileLogger.class);

  /** The state: the open file, and how many errors there were. */
  record Log(Writer file, int errors) {}

  sealed interface Ask<R> extends Request<R> {}

  /** How many errors there were. */
  record Count() implements Ask<Integer> {}

  private final Path path;

  FileLogger(Path path) {
    this.path = path;
  }

  @Override
  public HandlerInit<Log> init() throws IOException {
    return open(0);
  }

  /** The one before has left its count. */
  @Override
  public HandlerInit<Log> initAfterSwap(Predecessor predecessor) throws IOException {
    return open(predecessor instanceof Predecessor.Terminated(Integer errors) ? errors : 0);
  }

  /** The file was closed by terminate. */
  @Override
  public HandlerInit<Log> initAfterFailure(Log lastGood) throws IOException {
    return open(lastGood.errors());
  }

  private HandlerInit<Log> open(int errors) throws IOException {
    return HandlerInit
        .ok(new Log(Files.newBufferedWriter(path, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND), errors));
  }

  @Override
  public HandlerNext<Log> handleEvent(ErrorEvent error, Log log) throws IOException {
    if (error instanceof ErrorEvent.Garbled(int bytes)) {
      throw new IOException("cannot make text of " + bytes + " bytes");
    }
    log.file().write("***Error*** " + error + "\n");
    log.file().flush();
    return HandlerNext.ok(new Log(log.file(), log.errors() + 1));
  }

  @Override
  public HandlerReply<Log> handleCall(Ask<?> request, Log log) {
    return switch (request) {
      case Count count -> HandlerReply.reply(count, log.errors(), log);
    };
  }

  @Override
  public Object terminate(Removal why, Log log) throws IOException {
    log.file().close();
    return log.errors();
  }
}
