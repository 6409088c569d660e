//go:build unix

package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"

	"cardwallet/cmd/internal/run"
)

// sitWith is sit with more in the environment. What stands there last counts.
func sitWith(t *testing.T, config string, env []string, args ...string) *person {
	t.Helper()
	cmd := command(t, "cardwallet", config, args...)
	cmd.Env = append(append(cmd.Env, "TERM=xterm-256color"), env...)
	return begin(t, cmd, "")
}

// TestTheScreenIsNotDrawnOnADumbTerminal: the same rule by which doctor calls that a problem.
func TestTheScreenIsNotDrawnOnADumbTerminal(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	for _, term := range []string{"dumb", ""} {
		for _, args := range [][]string{nil, {"demo"}} {
			p := sitWith(t, config, []string{"TERM=" + term}, args...)
			if code := p.ends(); code != run.ExitUsage || strings.Contains(p.screen(), "\x1b") ||
				!strings.Contains(p.screen(), "use a command, for example: cardwallet cards") {
				t.Errorf("TERM=%s %v: exit code %d\n%q", term, args, code, p.screen())
			}
		}
		p := sitWith(t, config, []string{"TERM=" + term}, "doctor", "--offline", "--no-clipboard")
		if code := p.ends(); code != run.ExitUsage || !strings.Contains(p.screen(), `TERM is "`+term+`"`) {
			t.Errorf("TERM=%s: doctor ends with %d\n%s", term, code, p.screen())
		}
	}
}

// TestATerminalThatDoesNotKnowItsSize: it is taken for one of 80 by 24 until it says more.
func TestATerminalThatDoesNotKnowItsSize(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	p := sitInShell(t, config, "stty rows 0 cols 0; cardwallet --profile ads")
	p.shows("cardwallet", "1 of", "? help")
	if err := pty.Setsize(p.tty, &pty.Winsize{Rows: 10, Cols: 40}); err != nil {
		t.Fatal(err)
	}
	p.await("too small: 40x10")
	p.write("\x03")
	p.ends()
}

// colour is a sequence that sets a colour, not only bold or reverse.
var colour = regexp.MustCompile("\x1b\\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")

func TestNoColourMeansNoneWithAnyValue(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	for _, env := range []string{"NO_COLOR=yes", "NO_COLOR=1", "NO_COLOR=0", "NO_COLOR="} {
		p := sitWith(t, config, []string{env}, "--profile", "ads")
		p.shows("1 of", "? help")
		p.write("\x03")
		p.ends()
		if coloured := colour.MatchString(p.screen()); coloured != (env == "NO_COLOR=") {
			t.Errorf("%s: colours %v: %q", env, coloured, colour.FindString(p.screen()))
		}
		p = sitWith(t, config, []string{env}, "doctor", "--offline", "--no-clipboard")
		p.ends()
		if off := strings.Contains(p.screen(), "off, by NO_COLOR"); off != (env != "NO_COLOR=") {
			t.Errorf("%s: doctor says off: %v\n%s", env, off, p.screen())
		}
	}
}

// TestTheDemoFollowsTheEnvironment: it reads no config, and what the environment says of the screen holds all the same.
func TestTheDemoFollowsTheEnvironment(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	for theme, want := range map[string]bool{"mono": false, "light": true} {
		p := sitWith(t, config, []string{"CARDWALLET_THEME=" + theme}, "demo")
		p.shows("1 of", "? help")
		p.write("\x03")
		p.ends()
		if coloured := colour.MatchString(p.screen()); coloured != want {
			t.Errorf("theme %s: colours %v: %q", theme, coloured, colour.FindString(p.screen()))
		}
	}
	p := sitWith(t, config, []string{"CARDWALLET_MOUSE=sometimes"}, "demo")
	if code := p.ends(); code != run.ExitUsage || !strings.Contains(p.screen(), "CARDWALLET_MOUSE: must be on or off") {
		t.Errorf("exit code %d\n%q", code, p.screen())
	}
}

func TestALocaleWithoutUTF8GetsASCII(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	p := sitWith(t, config, []string{"LANG=C"}, "--profile", "ads")
	p.shows("1 of", "? help")
	p.write("?")
	p.shows("Look", "Money", "esc close")
	p.write("\x1b")
	p.shows("1 of", "? help")
	p.write("L")
	p.shows("any key opens it")
	p.write("\x03")
	p.ends()
	if i := strings.IndexFunc(p.screen(), func(r rune) bool { return r >= 0x80 }); i >= 0 {
		t.Errorf("%q is drawn", p.screen()[max(0, i-40):i+20])
	}
}
