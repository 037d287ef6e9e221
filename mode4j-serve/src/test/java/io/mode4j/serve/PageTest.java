package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page as a person has it, in a real browser, where there is one. */
class PageTest extends ServerContract {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final long SECONDS = 30;

    private final AtomicReference<ChromeDriver> opened = new AtomicReference<>();

    @BeforeEach
    void open() {
        assumeTrue(Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "no Chromium with its driver: the page was not opened in a browser");
    }

    @AfterEach
    void quit() {
        Optional.ofNullable(opened.get()).ifPresent(ChromeDriver::quit);
    }

    private void browse(Server server, String... flags) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        ChromeOptions options = new ChromeOptions().setBinary(BROWSER.toString())
                .addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                        "--disable-component-update", "--disable-sync", "--no-first-run")
                .addArguments(flags);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(), options);
        opened.set(browser);
        browser.get("http://127.0.0.1:" + server.port() + "/");
    }

    private ChromeDriver browser() {
        return Objects.requireNonNull(opened.get(), "no page is open");
    }

    private void until(String what, BooleanSupplier met) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + ": " + browser().findElement(By.tagName("body")).getText()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private int count(String selector) {
        return browser().findElements(By.cssSelector(selector)).size();
    }

    private String text(String selector) {
        return browser().findElement(By.cssSelector(selector)).getText();
    }

    /** Of the widely used checks for accessibility, none complains, and neither does the browser(). */
    private void checkPage(String view) throws IOException {
        browser().executeScript(axe());
        Object violations = browser().executeAsyncScript(
                "const done = arguments[arguments.length - 1]; axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))))");
        assertThat((List<?>) violations).as(view).isEmpty();
        assertThat(browser().manage().logs().get(LogType.BROWSER).getAll()).as(view).isEmpty();
        assertThat(browser().executeScript("return document.documentElement.scrollWidth <= innerWidth")).as(view + " fits the width")
                .isEqualTo(true);
    }

    private static String axe() throws IOException {
        try (InputStream in = PageTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe is not on the class path").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Server colours() throws IOException {
        Colours colours = Colours.in(root);
        return start(colours, options().withIndex(colours.index(Colours.SPACE, Colours.PICTURES)));
    }

    /** On a desk, on a phone, in the dark; by the keyboard alone. */
    @ParameterizedTest
    @ValueSource(strings = {"--window-size=1200,900", "--window-size=500,800", "--blink-settings=preferredColorScheme=0"})
    void aPersonSearches(String how) throws Exception {
        browse(colours(), how);
        until("the page knows its index", () -> text("#served").contains("photos.index"));
        browser().findElement(By.id("text")).sendKeys("red", Keys.ENTER);
        until("pictures are found", () -> count("#found img[src^=blob]") == 4);
        assertThat(text("#found li")).contains("the apple");
        assertThat(text("#said")).isEqualTo("4 of 4 pictures");
        browser().findElement(By.cssSelector("#why summary")).sendKeys(Keys.ENTER);
        until("it says why", () -> text("#why").contains("expert-0"));
        checkPage("search");
        browser().findElements(By.cssSelector("#found button")).get(1).sendKeys(Keys.ENTER);
        until("more like it", () -> browser().findElement(By.id("like")).isDisplayed());
    }

    @Test
    void aPersonClassifies() throws Exception {
        browse(colours());
        until("the page knows its index", () -> text("#served").contains("photos.index"));
        browser().findElement(By.cssSelector("nav a[href='#classify']")).click();
        browser().findElement(By.id("labels")).sendKeys("red, blue");
        browser().findElement(By.id("template")).clear();
        browser().findElement(By.id("template")).sendKeys("{}");
        browser().findElement(By.id("pictures")).sendKeys(root.resolve("photos/sea.png").toString());
        browser().findElement(By.cssSelector("#classify-form button")).click();
        until("it is classified", () -> count("#classified li") == 1);
        assertThat(browser().findElement(By.cssSelector("#classified tbody th")).getText()).isEqualTo("blue");
        assertThat(text("#weights")).contains("expert-0", "expert-1", "expert-2");
        checkPage("classify");
    }

    /** What a caption says is shown, never run. */
    @Test
    void captionsAreText() throws Exception {
        Colours colours = Colours.in(root);
        colours.index(Colours.SPACE, Map.of("apple", new java.awt.Color(250, 20, 10)));
        Files.writeString(root.resolve("photos/pear.txt"), "<img src=x onerror=alert(1)><script>alert(2)</script>");
        Server server = start(colours, options().withIndex(colours.index(Colours.SPACE, Map.of())));
        Files.copy(root.resolve("photos/apple.png"), root.resolve("photos/pear.png"));
        colours.index(Colours.SPACE, Map.of());
        browse(server);
        until("the page knows its index", () -> text("#served").contains("photos.index"));
        browser().findElement(By.id("text")).sendKeys("red");
        browser().executeScript("document.getElementById('deduplicate').checked = false");
        until("the pear is found", () -> {
            browser().findElement(By.id("text")).sendKeys(Keys.ENTER);
            return text("#found").contains("<script>alert(2)</script>");
        });
        assertThat(count("#found script")).isZero();
    }

    @Test
    void aKeyIsAskedForAndUsed() throws Exception {
        Path key = Files.writeString(root.resolve("key"), "correct horse battery staple");
        browse(start(options().withKey(AccessKey.read(key))));
        until("the key is asked for", () -> browser().findElement(By.id("key-form")).isDisplayed());
        browser().findElement(By.id("key")).sendKeys("correct horse battery staple", Keys.ENTER);
        until("it is let in", () -> text("#served").contains("3 experts"));
        assertThat(browser().findElement(By.id("key-form")).isDisplayed()).isFalse();
    }
}
