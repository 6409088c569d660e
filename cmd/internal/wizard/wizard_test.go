package wizard

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/draft"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/picture"
	"cardwallet/tui/tuitest"
)

var update = flag.Bool("update", false, "write the screens as they are now")

const secret = "s3cr3t-key"

// TestMain gives all tests a home in which there is nothing. Those that write do so in a directory of their own.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "home-")
	if err == nil {
		err = os.Setenv("HOME", home)
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(home)
	os.Exit(code)
}

// shown is the wizard on a terminal, in a home of its own.
type shown struct {
	*tuitest.Term
	t      *testing.T
	home   string
	draft  *draft.Draft
	result Result

	arrived []bool // what was said of the clipboard
}

// show starts the wizard. with changes what it has from outside.
func show(t *testing.T, cols, rows int, with func(*Options)) *shown {
	t.Helper()
	s := &shown{t: t, home: t.TempDir(), draft: &draft.Draft{}}
	o := config.Options{Path: filepath.Join(s.home, "config.toml")}
	opts := Options{
		Draft: s.draft, Config: o, Path: "~/config.toml", Home: s.home, Taken: []string{"old"}, Demo: true, Theme: "dark",
		Keyring: func(context.Context) bool { return false },
		Program: func(string) bool { return false }, Variable: func(string) bool { return false },
		Check: func(_ context.Context, d *draft.Draft, tell func(...diagnosis.Finding)) {
			tell(diagnosis.Finding{Name: "issuer", Status: diagnosis.OK, Detail: d.Get("issuer") + " at " + d.Get("base_url")})
			tell(diagnosis.Finding{Name: "login", Status: diagnosis.OK, Detail: "read the balances in 21ms"},
				diagnosis.Finding{Name: "clock", Status: diagnosis.Warning, Detail: "the issuer's is 48s ahead of this one",
					Fix: "timedatectl set-ntp true"})
			tell(diagnosis.Finding{Name: "cards", Status: diagnosis.OK, Detail: "4 cards, wallet 4,518.37 USD"})
		},
		Clipboard: func(context.Context) (diagnosis.Finding, string) {
			return diagnosis.Finding{Name: "clipboard", Status: diagnosis.Skipped, Detail: "OSC 52 to your terminal, not tested"}, "the-word"
		},
		Arrived: func(arrived bool) { s.arrived = append(s.arrived, arrived) },
		Copy: func(context.Context, []byte) (string, string, error) {
			return "public key sent to your terminal", "", nil
		},
		Write: func(ctx context.Context, d *draft.Draft) error {
			_, err := d.Write(ctx, o)
			return err
		},
	}
	if with != nil {
		with(&opts)
	}
	s.Term = tuitest.StartFunc(t, cols, rows, func(own ...tuitest.Option) (err error) {
		s.result, err = Run(t.Context(), opts, slices.Concat(own, []tea.ProgramOption{})...)
		return err
	})
	return s
}

// ends waits for the end, and wants that way of it.
func (s *shown) ends(want Result) {
	s.t.Helper()
	if err := s.Wait(); err != nil || s.result != want {
		s.t.Errorf("ended as %d, want %d: %v", s.result, want, err)
	}
}

// files are what is in the home.
func (s *shown) files() (names []string) {
	s.t.Helper()
	entries, err := os.ReadDir(s.home)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			s.t.Fatal(err)
		}
		names = append(names, fmt.Sprintf("%s %04o", e.Name(), info.Mode().Perm()))
	}
	return names
}

// is compares the screen with a file, or writes it with -update.
func (s *shown) is(name string, cols, rows int) {
	s.t.Helper()
	file := filepath.Join("testdata", "screens", fmt.Sprintf("%dx%d", cols, rows), name+".txt")
	if *update {
		got := s.Quiet(300 * time.Millisecond).Text()
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
			s.t.Error(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	last, ok := s.Await(time.Minute, func(screen picture.Screen) bool { return screen.Text() == string(want) })
	if !ok {
		s.t.Errorf("%s is another screen now. Where that is right: go test ./cmd/internal/wizard -update\n%s", file,
			picture.Diff(string(want), last.Text()))
	}
}

// turn waits for a page by words that are on no other, and then presses keys.
func (s *shown) turn(words string, keys ...string) {
	s.t.Helper()
	s.WaitFor(words)
	s.Press(keys...)
}

// aurex answers the pages until the test.
func (s *shown) aurex() {
	s.t.Helper()
	s.turn("Whose cards", "down", "enter", "enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Type("user-7")
	s.Press("enter", "enter")
	s.WaitFor("where nobody sees it")
	s.Type(secret)
	s.WaitFor(strings.Repeat("•", len(secret)))
	s.Press("enter")
	s.WaitFor("It works.")
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			pages(t, size[0], size[1])
		})
	}
}

// pages goes through all of them, and leaves at the last one.
func pages(t *testing.T, cols, rows int) {
	t.Helper()
	s := show(t, cols, rows, func(o *Options) { o.Home = "~" })
	s.WaitFor("Whose cards")
	s.is("1-issuer", cols, rows)
	s.Press("enter", "enter")
	s.WaitFor("tenant id")
	s.is("2-sign-in", cols, rows)
	s.Press("enter", "enter")
	s.WaitFor("this is needed")
	s.is("2-needed", cols, rows)
	s.Type("tenant_acme")
	s.Press("enter")
	s.Type("ops@example.com")
	s.Press("enter", "enter")
	s.WaitFor("where nobody sees it")
	s.Type(secret)
	s.WaitFor(strings.Repeat("•", len(secret)))
	s.is("2-secret", cols, rows)
	s.Press("enter")
	s.WaitFor("make a new key here")
	s.is("3-key", cols, rows)
	s.Press("enter")
	s.WaitFor("key file")
	s.Type("horse")
	s.WaitFor("•••••")
	s.Press("enter")
	s.Type("hors")
	s.WaitFor("once more       ••••")
	s.Press("enter")
	s.WaitFor("the two differ")
	s.is("3-file", cols, rows)
	s.Type("horse")
	s.WaitFor("once more       •••••")
	s.Press("enter")
	s.WaitFor("Register this public key at FinHub", "MIIB")
	s.Press("c")
	s.WaitFor("sent to your terminal")
	s.Press("enter")
	s.WaitFor("It works.", "c tests copying")
	s.is("4-test", cols, rows)
	s.Press("d")
	s.WaitFor("[profiles.finhub]")
	s.is("4-file", cols, rows)
	s.Press("enter")
	s.WaitFor("Colours")
	s.is("5-done", cols, rows)
	s.Press("esc")
	s.ends(Left)
	if files := s.files(); len(files) > 0 {
		t.Errorf("%dx%d: left, and there is %q", cols, rows, files)
	}
	if raw := s.Raw(); strings.Contains(raw, secret) || strings.Contains(raw, "horse") {
		t.Error("the secret was drawn")
	}
}

func TestItWrites(t *testing.T) {
	t.Parallel()
	s := show(t, 80, 24, nil)
	s.aurex()
	s.Press("enter")
	s.turn("Colours", "down", "enter", "right", "enter")
	s.Type("100")
	s.Press("enter")
	s.WaitFor("writes it and opens the wallet")
	s.Type("500.50 eur")
	s.Press("enter")
	s.ends(Written)
	if got, want := s.files(), []string{"aurex.key 0600", "config.toml 0600"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if key, err := os.ReadFile(filepath.Join(s.home, "aurex.key")); err != nil || string(key) != secret {
		t.Errorf("%q, %v", key, err)
	}
	text, err := os.ReadFile(filepath.Join(s.home, "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"[profiles.aurex]", `issuer = "aurex"`, "read_only = true", `user_id = "user-7"`,
		`api_key = "file:` + s.home + `/aurex.key"`, `per_movement = { USD = "100" }`, `per_day = { EUR = "500.50" }`, `theme = "light"`} {
		if !strings.Contains(string(text), line+"\n") {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
	if strings.Contains(string(text), "base_url") || strings.Contains(s.Raw(), secret) {
		t.Errorf("a default or the secret is where it should not be:\n%s", text)
	}
}

// What was typed stays, whichever way one goes; at another issuer it is gone.
func TestGoingBack(t *testing.T) {
	t.Parallel()
	s := show(t, 80, 24, nil)
	s.aurex()
	s.Press("shift+tab")
	s.WaitFor(strings.Repeat("•", len(secret)), "/aurex.key")
	s.Press("shift+tab", "shift+tab")
	s.WaitFor("user-7")
	s.Press("shift+tab")
	s.turn("Whose cards", "enter", "enter")
	s.turn("user-7", "enter", "enter", "enter")
	s.turn("where nobody sees it", "enter")
	s.WaitFor("It works.")
	s.Press("shift+tab", "shift+tab", "shift+tab", "shift+tab")
	s.turn("Whose cards", "down", "enter", "enter")
	s.WaitFor("Where is the API key of Linora?")
	if strings.Contains(s.Screen(), "user-7") {
		t.Errorf("Linora has what was typed for Aurex:\n%s", s.Screen())
	}
	s.Press("ctrl+c")
	s.ends(Left)
	if files := s.files(); len(files) > 0 {
		t.Errorf("there is %q", files)
	}
}

// ctrl+v would read the clipboard of the machine; a paste of the terminal is made safe.
func TestPastes(t *testing.T) {
	t.Parallel()
	s := show(t, 80, 24, nil)
	s.turn("Whose cards", "down", "enter", "ctrl+v")
	s.Paste("my\u202ecards\x07")
	s.WaitFor("mycards")
	s.Press("enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Paste("user-9")
	s.WaitFor("user-9")
	s.Press("enter", "enter")
	s.WaitFor("where nobody sees it")
	s.Paste("two\nlines")
	s.WaitFor("must be one line")
	s.Press("ctrl+v")
	s.Paste(secret)
	s.WaitFor(strings.Repeat("•", len(secret)))
	s.Press("enter")
	s.WaitFor("It works.")
	s.Press("esc")
	s.ends(Left)
	if s.draft.Name != "mycards" || s.draft.Get("user_id") != "user-9" {
		t.Errorf("%+v", s.draft)
	}
}

// What works on this machine is chosen first; a keyring that is not there is not offered, and one that hangs keeps nobody waiting.
func TestWhatWorksIsChosenFirst(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		with func(*Options)
		want string
		not  string
	}{
		"nothing but files": {nil, "● a file only you can read", "keyring"},
		"a keyring": {func(o *Options) { o.Keyring = func(context.Context) bool { return true } },
			"● in this system's keyring", "●●"},
		"a keyring that hangs": {func(o *Options) {
			o.Keyring = func(ctx context.Context) bool { <-ctx.Done(); return false }
		}, "● a file only you can read", "keyring"},
		"a variable": {func(o *Options) { o.Variable = func(name string) bool { return name == "AUREX_KEY" } },
			"● an environment variable", "keyring"},
		"pass": {func(o *Options) { o.Program = func(name string) bool { return name == "pass" } },
			"● a command prints it", "keyring"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := show(t, 80, 24, tc.with)
			s.turn("Whose cards", "down", "enter", "enter")
			s.WaitFor("Where is the API key of Aurex?", tc.want)
			if strings.Contains(s.Screen(), tc.not) {
				t.Errorf("%s:\n%s", tc.not, s.Screen())
			}
			s.Press("esc")
			s.ends(Left)
		})
	}
}

// A keyring that answers late comes to the places, and what was chosen and typed stays.
func TestALateKeyring(t *testing.T) {
	t.Parallel()
	answers := make(chan bool)
	s := show(t, 80, 24, func(o *Options) { o.Keyring = func(context.Context) bool { return <-answers } })
	s.turn("Whose cards", "down", "enter", "enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Type("user-")
	answers <- true
	s.WaitFor("in this system's keyring", "● a file only you can read")
	s.Type("7")
	s.WaitFor("user-7")
	s.Press("esc")
	s.ends(Left)
}

// An issuer that is silent keeps nobody waiting: one can go back and leave, and what asks it ends.
func TestASilentIssuer(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{}, 9)
	s := show(t, 60, 16, func(o *Options) {
		o.Check = func(ctx context.Context, _ *draft.Draft, tell func(...diagnosis.Finding)) {
			tell(diagnosis.Finding{Name: "api_key", Status: diagnosis.OK, Detail: "read"})
			<-ctx.Done()
			tell(diagnosis.Finding{Name: "login", Status: diagnosis.Problem, Detail: "too late"})
			ended <- struct{}{}
		}
	})
	s.turn("Whose cards", "down", "enter", "enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Type("u")
	s.Press("enter", "enter")
	s.turn("where nobody sees it", "enter")
	s.WaitFor("api_key: read", "asking")
	s.Press("r")
	<-ended // the first run
	s.Press("shift+tab")
	s.turn("where nobody sees it", "enter")
	s.WaitFor("api_key: read", "asking")
	s.Press("esc")
	s.ends(Left)
	if strings.Contains(s.Raw(), "too late") {
		t.Error("the answer of a run that was left is shown")
	}
}

// What does not work is told with what to do, and one can go back, or write it as it is. What cannot be written is told, too.
func TestProblems(t *testing.T) {
	t.Parallel()
	fails := errors.New("the disk is full\nmake room on it")
	s := show(t, 60, 16, func(o *Options) {
		o.Check = func(_ context.Context, _ *draft.Draft, tell func(...diagnosis.Finding)) {
			for range 9 { // more than there is room for
				tell(diagnosis.Finding{Name: "issuer", Status: diagnosis.OK, Detail: "there"})
			}
			tell(diagnosis.Finding{Name: "login", Status: diagnosis.Problem, Detail: "not allowed", Fix: "check the credentials"})
		}
		write := o.Write
		o.Write = func(ctx context.Context, d *draft.Draft) error {
			if err := fails; err != nil {
				fails = nil
				return err
			}
			return write(ctx, d)
		}
	})
	s.turn("Whose cards", "down", "enter")
	s.Type("old")
	s.Press("enter")
	s.WaitFor("a profile old already")
	s.Type("er")
	s.Press("enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Type("u")
	s.Press("enter", "enter")
	s.turn("where nobody sees it", "enter")
	s.WaitFor("✕ login: not allowed", "check the credentials", "It does not work yet")
	s.Press("enter")
	s.turn("Colours", "enter", "enter")
	s.Type("12.x")
	s.Press("enter")
	s.WaitFor("decimal point")
	s.Press("ctrl+u", "enter", "enter")
	s.WaitFor("✕ the disk is full", "make room on it")
	s.Press("x")
	s.turn("Colours", "enter", "enter", "enter", "enter")
	s.ends(Written)
	if got, want := s.files(), []string{"config.toml 0600"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Looking around first is offered, and a file with the secret is never overwritten.
func TestChoices(t *testing.T) {
	t.Parallel()
	s := show(t, 80, 24, nil)
	s.turn("look around first", "up", "enter")
	s.ends(Demo)

	s = show(t, 80, 24, nil)
	if err := os.WriteFile(filepath.Join(s.home, "aurex.key"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.turn("Whose cards", "down", "enter", "enter")
	s.turn("Where is the API key of Aurex?", "enter")
	s.Type("u")
	s.Press("enter", "enter")
	s.WaitFor("where nobody sees it")
	s.Type("other")
	s.Press("enter")
	s.WaitFor("there is such a file already")
	s.Press("ctrl+u", "enter")
	s.WaitFor("It works.")
	s.Resize(59, 16)
	s.WaitFor("too small")
	s.Press("enter")
	s.Resize(60, 16)
	s.WaitFor("It works.")
	s.Press("esc")
	s.ends(Left)
}

// A word is sent to the clipboard where the person wants it, and only that word, pasted, says that copies arrive.
func TestCopyingIsTested(t *testing.T) {
	t.Parallel()
	s := show(t, 60, 16, nil)
	s.aurex()
	s.turn("c tests copying", "x")
	s.Paste("the-word")
	s.Press("c")
	s.WaitFor("◐ clipboard: paste here what was sent")
	s.Paste("another")
	s.WaitFor("! clipboard: something else arrived")
	s.Press("c")
	s.WaitFor("◐ clipboard: paste here what was sent")
	s.Paste("the-word\n")
	s.WaitFor("✓ clipboard: what was sent arrived")
	s.Press("esc")
	s.ends(Left)
	if !slices.Equal(s.arrived, []bool{false, true}) {
		t.Errorf("%v", s.arrived)
	}
}

// A new key is written with the passphrase that was typed for it, and without one where none was.
func TestAKeyWithAPassphrase(t *testing.T) {
	t.Parallel()
	for _, passphrase := range []string{"", "horse"} {
		s := show(t, 80, 24, nil)
		s.turn("Whose cards", "enter", "enter")
		s.turn("tenant id", "enter")
		s.Type("t")
		s.Press("enter")
		s.Type("a@b.example")
		s.Press("enter", "down", "enter")
		s.turn("password is in", "enter")
		s.turn("make a new key here", "enter")
		s.WaitFor("key file")
		if passphrase != "" {
			s.Type(passphrase)
			s.WaitFor("•••••")
			s.Press("enter")
			s.Type(passphrase)
			s.WaitFor("once more       •••••")
		}
		s.Press("enter")
		s.turn("Register this public key", "enter")
		s.turn("It works.", "enter")
		s.turn("Colours", "enter", "enter", "enter", "enter")
		s.ends(Written)
		text, err := os.ReadFile(filepath.Join(s.home, "finhub.pem"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := crypto.ParsePrivateKey(text, nil); errors.Is(err, crypto.ErrPassphraseNeeded) != (passphrase != "") {
			t.Errorf("%q: %v", passphrase, err)
		}
		if _, err := crypto.ParsePrivateKey(text, []byte(passphrase)); err != nil {
			t.Errorf("%q does not open the key: %v", passphrase, err)
		}
		if strings.Contains(s.Raw(), "horse") {
			t.Error("the passphrase was drawn")
		}
	}
}
