package pacer

import (
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// TestTheLibraryIsAsThisPackageKnowsIt fails on an upgrade that has another ticker, or none. Where the library draws on demand by then,
// this package can go.
func TestTheLibraryIsAsThisPackageKnowsIt(t *testing.T) {
	if program := tea.NewProgram(&text{}); !replaceTicker(program, make(chan time.Time)) {
		t.Fatal("tea.Program has no field ticker that is a *time.Ticker and empty before it runs: it draws at its own pace")
	}
}

func TestWhatIsMadeOtherwiseIsLeftAlone(t *testing.T) {
	own := time.NewTicker(time.Hour)
	defer own.Stop()
	channel := own.C
	for name, program := range map[string]any{
		"no ticker":        &struct{ once int }{7},
		"another kind":     &struct{ ticker time.Ticker }{},
		"a timer":          &struct{ ticker *time.Timer }{},
		"a number":         &struct{ ticker int }{7},
		"one that has one": &struct{ ticker *time.Ticker }{own},
		"nothing":          (*struct{ ticker *time.Ticker })(nil),
		"no struct":        new(int),
		"no pointer":       struct{ ticker *time.Ticker }{},
	} {
		t.Run(name, func(t *testing.T) {
			if replaceTicker(program, make(chan time.Time)) {
				t.Error("it is taken for the one that is known")
			}
		})
	}
	if own.C != channel {
		t.Error("its ticker was changed")
	}
}

// terminal notes what is drawn, and when.
type terminal struct {
	began time.Time
	mu    sync.Mutex
	drawn []drawn
}

type drawn struct {
	after time.Duration
	text  string
}

func (o *terminal) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.drawn = append(o.drawn, drawn{time.Since(o.began), string(p)})
	return len(p), nil
}

// since forgets what was drawn, and gives it with the time that has passed since a moment.
func (o *terminal) since(moment time.Time) []drawn {
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	all := o.drawn
	o.drawn = nil
	for i := range all {
		all[i].after -= moment.Sub(o.began)
	}
	return all
}

// text is a program that shows the text that it was sent last.
type text struct {
	shown string
	slow  time.Duration // how long its View takes
}

type quitMsg struct{}

func (m *text) Init() tea.Cmd { return nil }

func (m *text) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case string:
		m.shown = msg
	case tea.Cmd:
		return m, msg
	case quitMsg:
		m.shown = "bye"
		return m, tea.Quit
	}
	return m, nil
}

func (m *text) View() tea.View {
	view := tea.NewView(m.shown)
	time.Sleep(m.slow) // in the time of a bubble
	view.AltScreen = true
	return view
}

// start runs a program in a bubble, with a pacer.
func start(t *testing.T, m *text) (program *tea.Program, screen *terminal, ended chan error) {
	t.Helper()
	screen, ended = &terminal{began: time.Now()}, make(chan error, 1)
	pace := New()
	program = tea.NewProgram(m, pace.Option(nil), tea.WithInput(nil), tea.WithOutput(screen), tea.WithWindowSize(40, 10),
		tea.WithColorProfile(colorprofile.ANSI256), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignalHandler())
	go func() {
		_, err := program.Run()
		pace.Close()
		ended <- err
	}()
	synctest.Wait()
	return program, screen, ended
}

func end(t *testing.T, program *tea.Program, ended chan error) {
	t.Helper()
	program.Send(tea.QuitMsg{})
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func shows(frame drawn, text string) bool { return strings.Contains(frame.text, text) }

func TestAViewIsDrawnAtOnceAndNothingElseIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, screen, ended := start(t, &text{shown: "first"})
		began := time.Now()
		time.Sleep(time.Hour)
		if all := screen.since(began); len(all) != 1 || all[0].after != soon || !shows(all[0], "first") {
			t.Errorf("at the start: %+v", all)
		}
		key := time.Now()
		program.Send("second")
		time.Sleep(time.Hour)
		if all := screen.since(key); len(all) != 1 || all[0].after != soon || !shows(all[0], "second") {
			t.Errorf("after a key: %+v", all)
		}
		end(t, program, ended)
	})
}

func TestManyViewsAreDrawnAsOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, screen, ended := start(t, &text{shown: "first"})
		time.Sleep(time.Second)
		key := time.Now()
		screen.since(key)
		const many = 100
		for i := range many {
			program.Send(strings.Repeat("x", i%30) + "!")
			time.Sleep(700 * time.Microsecond)
		}
		program.Send("last")
		time.Sleep(time.Second)
		all := screen.since(key)
		for i, frame := range all {
			if i > 0 && frame.after-all[i-1].after < between {
				t.Errorf("frame %d comes %v after the one before", i, frame.after-all[i-1].after)
			}
			if i > 0 && frame.after-all[i-1].after > between+soon {
				t.Errorf("frame %d is held back for %v", i, frame.after-all[i-1].after)
			}
		}
		if len(all) < many*700/5000 || !shows(all[len(all)-1], "last") {
			t.Errorf("%d frames, %+v", len(all), all)
		}
		end(t, program, ended)
	})
}

// TestTheLastViewIsDrawnHoweverLongItTakes: a tick between View and what the library does with it would draw the frame before.
func TestTheLastViewIsDrawnHoweverLongItTakes(t *testing.T) {
	for _, slow := range []time.Duration{soon, soon + 1, between, 3 * between, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			m := &text{shown: "a secret"}
			program, screen, ended := start(t, m)
			time.Sleep(time.Second)
			key := time.Now()
			screen.since(key)
			m.slow = slow // nothing else runs
			program.Send("hidden")
			time.Sleep(time.Hour)
			if all := screen.since(key); len(all) != 1 || all[0].after != max(soon, slow) || !shows(all[0], "hidden") {
				t.Errorf("a View of %v: %+v", slow, all)
			}
			m.slow = 0
			end(t, program, ended)
		})
	}
}

// TestSequencesAreSentAtOnce: the library keeps them until it draws, whether a frame is changed or not.
func TestSequencesAreSentAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, screen, ended := start(t, &text{shown: "first"})
		for name, cmd := range map[string]tea.Cmd{
			"\x1b]52;c;": tea.SetClipboard("value"), "\x1b[5n": tea.Raw("\x1b[5n"), "\x1b[2J": tea.Sequence(tea.Cmd(tea.ClearScreen)),
		} {
			time.Sleep(time.Second)
			key := time.Now()
			screen.since(key)
			program.Send(cmd)
			time.Sleep(time.Hour)
			if all := screen.since(key); len(all) != 1 || all[0].after > soon+between || !shows(all[0], name) {
				t.Errorf("%q: %+v", name, all)
			}
		}
		end(t, program, ended)
	})
}

// outside is a program that has the terminal for a while.
type outside struct{ time.Duration }

func (o outside) Run() error        { time.Sleep(o.Duration); return nil }
func (outside) SetStdin(io.Reader)  {}
func (outside) SetStdout(io.Writer) {}
func (outside) SetStderr(io.Writer) {}

func TestTheTerminalComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, screen, ended := start(t, &text{shown: "first"})
		time.Sleep(time.Second)
		program.Send(tea.Exec(outside{time.Minute}, nil))
		synctest.Wait()
		time.Sleep(time.Second)
		away := time.Now()
		screen.since(away)
		go program.Send("waits") // the program takes nothing meanwhile
		time.Sleep(10 * time.Second)
		if all := screen.since(away); len(all) > 0 {
			t.Errorf("drawn on somebody else's screen: %+v", all)
		}
		time.Sleep(time.Hour)
		all := screen.since(away)
		if len(all) == 0 || all[len(all)-1].after > time.Minute || !shows(all[len(all)-1], "waits") {
			t.Errorf("after it: %+v", all)
		}
		key := time.Now()
		program.Send("on")
		time.Sleep(time.Hour)
		if all := screen.since(key); len(all) != 1 || all[0].after != soon || !shows(all[0], "on") {
			t.Errorf("a key after it: %+v", all)
		}
		end(t, program, ended)
	})
}

func TestTheLastFrameIsDrawnOnLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		program, screen, ended := start(t, &text{shown: "first"})
		time.Sleep(time.Second)
		screen.since(time.Now())
		program.Send(quitMsg{})
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if all := screen.since(time.Now()); len(all) == 0 || !shows(all[0], "bye") {
			t.Errorf("%+v", all)
		}
	})
}

// TestAFilterKeepsItsSay: what it drops is not handled, and what it changes is.
func TestAFilterKeepsItsSay(t *testing.T) {
	for _, off := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			Off = off
			defer func() { Off = false }()
			pace, m := New(), &text{shown: "first"}
			screen, ended := &terminal{began: time.Now()}, make(chan error, 1)
			filter := func(_ tea.Model, msg tea.Msg) tea.Msg {
				switch msg {
				case "dropped":
					return nil
				case "changed":
					return "to this"
				}
				return msg
			}
			program := tea.NewProgram(m, pace.Option(filter), tea.WithInput(nil), tea.WithOutput(screen), tea.WithWindowSize(40, 10),
				tea.WithEnvironment([]string{"TERM=xterm"}), tea.WithoutSignalHandler())
			go func() {
				_, err := program.Run()
				pace.Close()
				ended <- err
			}()
			time.Sleep(time.Second)
			key := time.Now()
			screen.since(key)
			program.Send("dropped")
			time.Sleep(time.Second)
			if all := screen.since(key); len(all) > 0 {
				t.Errorf("off %v: %+v", off, all)
			}
			program.Send("changed")
			time.Sleep(time.Second)
			if all := screen.since(key); len(all) != 1 || !shows(all[0], "to this") {
				t.Errorf("off %v: %+v", off, all)
			}
			end(t, program, ended)
		})
	}
}
