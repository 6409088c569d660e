package tui_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/crash"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

const panickedPAN = "4288375123454242"

// panics are the places where one can happen, and what the report has to call it.
var panics = map[string]struct {
	cause func(*rig)
	kind  string
}{
	"in Update": {func(r *rig) { r.Send(panicMsg{}) }, "string"},
	"in View":   {func(r *rig) { r.Send(ui.PushMsg{Screen: &page{text: panickedPAN, panics: true}}) }, "string"},
	"in a command": {func(r *rig) {
		r.Send(ui.PushMsg{Screen: &commander{cmd: func() tea.Msg { panic(panickedPAN) }}})
	}, "string"},
	"in a batch": {func(r *rig) {
		r.Send(ui.PushMsg{Screen: &commander{cmd: tea.Batch(ui.Back, func() tea.Msg { panic(fmt.Errorf("card %s", panickedPAN)) })}})
	}, "*errors.errorString"},
	"in a sequence": {func(r *rig) {
		r.Send(ui.PushMsg{Screen: &commander{cmd: tea.Sequence(ui.Back, func() tea.Msg { panic(tuitestCode{482913}) })}})
	}, "tui_test.tuitestCode"},
	"of the runtime": {func(r *rig) {
		beyond := 482913%len(r.opts.Badge+panickedPAN) + 482913
		r.Send(ui.PushMsg{Screen: &commander{cmd: func() tea.Msg { return answerMsg(panickedPAN[beyond:]) }}})
	}, "runtime error: slice bounds out of range"},
	"while hiding": {func(r *rig) { r.Send(ui.PushMsg{Screen: &stubborn{}}); r.WaitFor("stubborn:"); r.Press("L") }, "string"},
}

type tuitestCode struct{ code int }

// stubborn is a screen that cannot hide.
type stubborn struct{ page }

func (s *stubborn) Hide()                          { panic(panickedPAN) }
func (s *stubborn) View(int, int) string           { return "stubborn: " + panickedPAN }
func (s *stubborn) Update(msg tea.Msg) (_ tea.Cmd) { return nil }

func TestPanicRestoresTheTerminalAndTellsNoValues(t *testing.T) {
	for name, p := range panics {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.opts.StateDir = t.TempDir()
			exited := false
			r.opts.OnExit = func() { exited = true }
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Send(ui.PushMsg{Screen: &page{name: "below"}})
			r.WaitFor("below")
			p.cause(r)
			err := r.Wait()
			if !errors.Is(err, crash.ErrCrash) {
				t.Fatalf("got %v", err)
			}
			if !exited {
				t.Error("OnExit did not run")
			}
			if !strings.Contains(r.Raw(), "\x1b[?1049l") {
				t.Error("the terminal stays on the alternate screen")
			}
			if left := withoutAlternateScreen(r.Term, 80, 24); strings.TrimSpace(left) != "cardwallet" {
				t.Errorf("a terminal that has no alternate screen still shows\n%s", left)
			}
			files, _ := filepath.Glob(filepath.Join(r.opts.StateDir, "*"))
			if len(files) != 1 {
				t.Fatalf("reports: %q", files)
			}
			info, statErr := os.Stat(files[0])
			report, readErr := os.ReadFile(files[0])
			if err := errors.Join(statErr, readErr); err != nil {
				t.Fatal(err)
			}
			if info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v", info.Mode())
			}
			if want := "cardwallet failed inside and had to stop: " + p.kind + "\n" +
				"where is written in " + files[0] + "; it holds no card data: please report it"; err.Error() != want {
				t.Errorf("got  %q\nwant %q", err, want)
			}
			for _, want := range []string{p.kind + " at 2026-09-01T12:00:00Z", "_test.go:"} {
				if !strings.Contains(string(report), want) {
					t.Errorf("no %q in\n%s", want, report)
				}
			}
			if ours := regexp.MustCompile(`cardwallet/tui(\.\(\*Model\)|/work\.\(\*Group\))`); !ours.Match(report) {
				t.Errorf("no call of the program in\n%s", report)
			}
			for _, value := range []string{panickedPAN[:8], "482913", "0x"} {
				if strings.Contains(err.Error()+string(report), value) {
					t.Errorf("%q in %v\n%s", value, err, report)
				}
			}
		})
	}
}

// withoutAlternateScreen is what a terminal shows that has only one screen, as GNU screen does by default.
func withoutAlternateScreen(term *tuitest.Term, cols, rows int) string {
	return tuitest.Replay(tuitest.NewLines+strings.NewReplacer("\x1b[?1049h", "", "\x1b[?1049l", "").Replace(term.Raw()), cols, rows)
}

func TestCrashTellsTheLinesWhereItCannotWriteThem(t *testing.T) {
	for name, dir := range map[string]string{"no directory": "", "one that is not there": filepath.Join(t.TempDir(), "gone")} {
		t.Run(name, func(t *testing.T) {
			var err error
			func() {
				defer func() { err = crash.Report(dir, time.Now(), recover()) }()
				panic(panickedPAN)
			}()
			if !errors.Is(err, crash.ErrCrash) || !strings.Contains(err.Error(),
				"stop: string\nplease report these lines; they hold no card data:\n") {
				t.Errorf("got %v", err)
			}
			if !strings.Contains(err.Error(), "crash_test.go:") || strings.Contains(err.Error(), panickedPAN[:8]) {
				t.Errorf("got %v", err)
			}
		})
	}
}
