// Package tuitest runs a Bubble Tea program inside a terminal emulator, for tests that type and look as a person does.
//
// Everything around the program is fixed: size, colours, environment, no signals. The emulator does not answer queries unless
// asked to, so that every test also shows that the program does not wait for a terminal that stays silent.
package tuitest

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"cardwallet/tui/pacer"
)

// Screens must be the same however the program is told when to draw.
func init() { pacer.Off = os.Getenv("CARDWALLET_TEST_UNPACED") != "" }

// deadline is how long a test waits for something to show before it fails. It is generous, because it is only reached when
// something is wrong.
const deadline = time.Minute

// Term is a running program and the terminal that it draws on. Its methods are for one goroutine, the test's.
type Term struct {
	t       testing.TB
	program *tea.Program
	keys    *io.PipeWriter
	done    chan struct{} // closed when the program ended
	replies chan struct{} // closed when the reply side of the emulator ended
	err     error         // of the program; read after done

	mu      sync.Mutex
	emu     *vt.Emulator
	written int
	raw     bytes.Buffer
	resized bool          // at some time since the start
	changed chan struct{} // closed and replaced at every write
}

// Start runs a model in a terminal of that size until the test ends or Quit.
func Start(t testing.TB, model tea.Model, cols, rows int, opts ...tea.ProgramOption) *Term {
	t.Helper()
	return StartFunc(t, cols, rows, func(own ...tea.ProgramOption) error {
		_, err := tea.NewProgram(model, append(own, opts...)...).Run()
		return err
	})
}

// StartFunc is Start for code that makes its own program: run gets the options that tie it to the terminal, and returns when the
// program has ended.
func StartFunc(t testing.TB, cols, rows int, run func(...tea.ProgramOption) error) *Term {
	t.Helper()
	term := &Term{t: t, emu: vt.NewEmulator(cols, rows), done: make(chan struct{}), replies: make(chan struct{}), changed: make(chan struct{})}
	_, _ = term.emu.Write([]byte(NewLines))
	keys, input := io.Pipe()
	term.keys = input
	started := make(chan struct{})
	_, drawn := term.look()
	go term.drain()
	go func() {
		defer keys.Close() // typing at a program that ended fails instead of waiting
		defer close(term.done)
		term.err = run(
			tea.WithInput(keys), tea.WithOutput(term), tea.WithWindowSize(cols, rows), tea.WithColorProfile(colorprofile.ANSI256),
			tea.WithEnvironment([]string{"TERM=xterm-256color", "LANG=C.UTF-8"}), tea.WithoutSignals(), tea.WithoutSignalHandler(),
			func(p *tea.Program) {
				term.program = p
				close(started)
			},
		)
	}()
	t.Cleanup(func() { term.stop() })
	select {
	case <-started:
		// Only a program that draws has all that Send needs: the options come before it.
		select {
		case <-drawn:
		case <-term.done:
		}
	case <-term.done:
	}
	return term
}

// Write takes what the program draws.
func (term *Term) Write(p []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.written += len(p)
	term.raw.Write(p)
	n, err := term.draw(p)
	close(term.changed)
	term.changed = make(chan struct{})
	return n, err
}

// draw feeds the emulator. A frame that was on its way when the terminal was resized may set scroll margins beyond the last line. A
// terminal clamps them; this emulator takes them and falls over them (index out of range). What is left of such a frame is dropped, as
// the program draws everything anew for the new size.
func (term *Term) draw(p []byte) (n int, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			if !term.resized {
				panic(cause)
			}
			term.emu.Resize(term.emu.Width(), term.emu.Height()) // resets the margins
			n = len(p)
		}
	}()
	return term.emu.Write(p)
}

// drain takes what the emulator answers to queries, which would block it otherwise.
func (term *Term) drain() {
	defer close(term.replies)
	_, _ = io.Copy(io.Discard, term.emu)
}

// Screen is what the person sees: the lines without trailing blanks.
func (term *Term) Screen() string {
	screen, _ := term.look()
	return screen
}

func (term *Term) look() (string, <-chan struct{}) {
	term.mu.Lock()
	defer term.mu.Unlock()
	lines := strings.Split(term.emu.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n"), term.changed
}

// Line is one line of the screen, counted from 0, or from the last line backwards with -1.
func (term *Term) Line(n int) string {
	lines := strings.Split(term.Screen(), "\n")
	if n < 0 {
		n += len(lines)
	}
	if n < 0 || n >= len(lines) {
		return ""
	}
	return lines[n]
}

// NewLines makes a terminal return to column 1 at each line feed. That is how a program writes whose input is not a terminal, as that of a
// Term: put it in front of Raw for Replay. One with a terminal sends bare line feeds to go straight down.
const NewLines = "\x1b[20h"

// Replay is what a terminal of that size shows after those bytes, and above it what scrolled off the top.
func Replay(raw string, cols, rows int) string {
	emu := vt.NewEmulator(cols, rows)
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, emu)
	}()
	_, _ = emu.Write([]byte(raw))
	if pipe, ok := emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
	<-drained
	var text strings.Builder
	for y := range emu.ScrollbackLen() {
		for x := range cols {
			if cell := emu.ScrollbackCellAt(x, y); cell != nil {
				text.WriteString(cell.Content)
			}
		}
		text.WriteByte('\n')
	}
	return text.String() + emu.String()
}

// Written is how many bytes the program has sent to the terminal.
func (term *Term) Written() int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.written
}

// Raw is everything that the program has sent to the terminal. Wait on the screen, not on this: only differences are sent.
func (term *Term) Raw() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.raw.String()
}

// WaitFor waits until all the texts are on the screen.
func (term *Term) WaitFor(texts ...string) {
	term.t.Helper()
	term.WaitUntil(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// WaitGone waits until none of the texts is on the screen.
func (term *Term) WaitGone(texts ...string) {
	term.t.Helper()
	term.WaitUntil(fmt.Sprintf("%q to go", texts), func(screen string) bool {
		for _, text := range texts {
			if strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// WaitUntil waits until the screen is as wanted. what says it in words for the failure.
func (term *Term) WaitUntil(what string, ok func(screen string) bool) {
	term.t.Helper()
	limit := time.NewTimer(deadline)
	defer limit.Stop()
	for {
		screen, changed := term.look()
		if ok(screen) {
			return
		}
		select {
		case <-changed:
		case <-term.done:
			if screen, _ = term.look(); ok(screen) {
				return
			}
			term.t.Fatalf("the program ended (%v) while waiting for %s; the screen was:\n%s", term.err, what, screen)
		case <-limit.C:
			term.t.Fatalf("waited in vain for %s; the screen is:\n%s", what, screen)
		}
	}
}

// Wait waits until the program ends by itself and returns its error.
func (term *Term) Wait() error {
	term.t.Helper()
	select {
	case <-term.done:
	case <-time.After(deadline):
		term.t.Fatalf("the program does not end; the screen is:\n%s", term.Screen())
	}
	return term.err
}

// Quit ends the program and returns its error.
func (term *Term) Quit() error {
	term.t.Helper()
	if term.program != nil {
		term.program.Quit()
	}
	err := term.Wait()
	term.stop()
	return err
}

// stop ends what is left when the test does. The emulator is not closed, because its Close races with its Read: its pipe is.
func (term *Term) stop() {
	select {
	case <-term.done:
	default:
		if term.program != nil {
			term.program.Quit()
		}
		select {
		case <-term.done:
		case <-time.After(deadline):
			term.t.Error("the program does not end")
			return
		}
	}
	_ = term.keys.Close()
	if pipe, ok := term.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
	<-term.replies
}
