package dev.ninefold.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** All other tests run on the class path; this one shows that the module descriptors are right at run time too. */
class ModulePathTest {
  @Test
  void theLauncherStartsOnTheModulePath() throws IOException, InterruptedException {
    var output = Path.of(System.getProperty("ninefold.output"));
    var modules = output.resolve("classes") + File.pathSeparator + Files.readString(output.resolve("classpath"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    var process = new ProcessBuilder(java, "--module-path", modules, "--module",
        "dev.ninefold.examples/dev.ninefold.examples.launcher.Launcher").redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(printed).contains("Examples:");
    assertThat(process.waitFor()).isZero();
  }
}
