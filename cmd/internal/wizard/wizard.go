// Package wizard sets up a profile with questions on the screen: five pages, of which only the last one writes anything. It works before
// there is a config. It asks with huh; the frame around the pages, and every field for a secret, are this program's own.
package wizard

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"charm.land/bubbles/v2/cursor"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/draft"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/keyboard"
	"cardwallet/tui/pacer"
	"cardwallet/tui/ui"
)

// Options are what the wizard needs from outside. What it calls may take its time: it never waits for it in Update.
type Options struct {
	// Draft has what is known already, such as from flags. It is filled in.
	Draft *draft.Draft
	// Config says which config the profile is added to.
	Config config.Options
	// Path of that config, as people read it, and Home, the directory in which files for the profile are offered.
	Path, Home string
	// Taken are the names of profiles that the config has.
	Taken []string
	// Demo is whether looking around first is offered.
	Demo bool
	// Keyring reports whether this machine has a keyring that answers.
	Keyring func(context.Context) bool
	// Works reports whether a program or a variable is there.
	Program, Variable func(name string) bool
	// Check makes the checks of doctor on the draft, and tells each finding as it is known.
	Check func(ctx context.Context, d *draft.Draft, tell func(...diagnosis.Finding))
	// Clipboard looks where copies go, and tries it where what was copied can be read back. Where only the person can say whether it
	// arrives, word is what to send. Arrived keeps what they said; it writes nothing before Write does.
	Clipboard func(context.Context) (found diagnosis.Finding, word string)
	Arrived   func(bool)
	// Copy puts a text where the person can paste it, and says where it went. A sequence that it gives is sent to the terminal.
	Copy func(ctx context.Context, text []byte) (where, sequence string, err error)
	// Write writes the profile.
	Write func(context.Context, *draft.Draft) error

	Theme           string // of the screen before one is chosen
	NoColour, ASCII bool
}

// Result is how the wizard ended.
type Result int

// The ways to end.
const (
	Left    Result = iota // nothing was written
	Written               // the profile is in the config
	Demo                  // the person wants to look around first
)

// settle is how long Run waits at the end for what is still at work.
const settle = 2 * time.Second

// errDone is the cause of a normal end.
var errDone = errors.New("the set-up ended")

// Run shows the pages until the person leaves, or the profile is written. teaOpts come after its own options.
func Run(ctx context.Context, opts Options, teaOpts ...tea.ProgramOption) (Result, error) {
	m := newModel(ctx, opts)
	defer m.close()
	input, _ := keyboard.Input()
	pace := pacer.New()
	defer pace.Close()
	own := []tea.ProgramOption{tea.WithContext(m.ctx), pace.Option(nil), tea.WithoutSignalHandler()}
	_, err := tea.NewProgram(m, append(append(own, input...), teaOpts...)...).Run()
	if ctx.Err() != nil {
		return Left, context.Cause(ctx)
	}
	return m.result, err
}

// model is the wizard as Bubble Tea runs it.
type model struct {
	opts Options
	d    *draft.Draft
	keys ui.Keys

	look          ui.Look
	styles        ui.Styles
	own           *strings.Replacer // see ownColours
	width, height int

	pages   []page
	at      int
	keyring bool // this machine has one that answers
	result  Result

	ctx     context.Context
	end     context.CancelCauseFunc
	working sync.WaitGroup
}

// page is one of the five.
type page interface {
	// name stands in the line of the steps.
	name() string
	// skipped reports whether the page has nothing to ask.
	skipped() bool
	// open shows the page, from its first question or, coming back, its last one.
	open(back bool) tea.Cmd
	// update handles a message. done goes on to the next page, or back to the one before.
	update(msg tea.Msg) (cmd tea.Cmd, done move)
	// view draws at most so many lines.
	view(width, height int) []string
	// hints are what keys do here, beside those of all pages. more are those of this page alone, which stand at its end.
	hints() []string
	more() []string
	// wipe forgets secrets.
	wipe()
}

// move is where a page wants to go.
type move int

const (
	stay move = iota
	next
	back
)

func newModel(ctx context.Context, opts Options) *model {
	m := &model{opts: opts, d: opts.Draft, keys: ui.NewKeys(), width: ui.DefaultWidth, height: ui.DefaultHeight}
	m.ctx, m.end = context.WithCancelCause(ctx)
	m.look = ui.Look{Theme: opts.Theme, Profile: colorprofile.Unknown}
	m.restyle()
	m.pages = []page{&issuerPage{m: m}, &signInPage{m: m}, &keyPage{m: m}, &checkPage{m: m}, &lastPage{m: m}}
	return m
}

// close ends what is at work, and forgets secrets.
func (m *model) close() {
	m.end(errDone)
	ended := make(chan struct{})
	go func() { m.working.Wait(); close(ended) }() // ends with what is waited for, each of which has a limit
	select {
	case <-ended:
	case <-time.After(settle):
	}
	for _, p := range m.pages {
		p.wipe()
	}
	m.d.Secret.Value.Wipe()
	m.d.Passphrase.Wipe()
	if m.d.Key != nil {
		m.d.Key.Wipe()
	}
}

// work makes a command of what takes time. It ends with the wizard.
func (m *model) work(f func(context.Context) tea.Msg) tea.Cmd {
	m.working.Add(1)
	return func() tea.Msg {
		defer m.working.Done()
		return f(m.ctx)
	}
}

func (m *model) restyle() {
	m.look.Theme = m.opts.Theme
	if m.d.Theme != "" {
		m.look.Theme = m.d.Theme
	}
	if m.opts.NoColour {
		m.look.Theme = ui.Mono
	}
	m.styles = ui.NewStyles(m.look)
	m.styles.ASCII, m.own = m.opts.ASCII, ownColours(&m.styles)
}

type keyringMsg bool

// Init asks the terminal for its colours, and the keyring whether it is there.
func (m *model) Init() tea.Cmd {
	return tea.Batch(tea.RequestForegroundColor, tea.RequestBackgroundColor, m.pages[0].open(false),
		m.work(func(ctx context.Context) tea.Msg { return keyringMsg(m.opts.Keyring(ctx)) }))
}

// Update hands a message on to the page in front, after what is for all pages.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = max(msg.Width, 1), max(msg.Height, 1)
	case tea.ColorProfileMsg:
		m.look.Profile = msg.Profile
		m.restyle()
	case tea.BackgroundColorMsg:
		m.look.Ground, m.look.Light = msg.Color, !msg.IsDark()
		m.restyle()
		return m, nil
	case tea.ForegroundColorMsg:
		m.look.Ink = msg.Color
		m.restyle()
		return m, nil
	case keyringMsg:
		m.keyring = bool(msg)
	case cursor.BlinkMsg: // nothing blinks
		return m, nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "ctrl+c", "esc":
			return m, m.leave()
		case "ctrl+v": // would read the clipboard of the machine; a paste of the terminal arrives as tea.PasteMsg
			return m, nil
		}
	case doneMsg:
		m.result = Result(msg)
		return m, tea.Quit
	}
	return m, m.page(msg)
}

// leave ends the wizard. What is being written is stopped first: only its end tells whether anything was written.
func (m *model) leave() tea.Cmd {
	if last, ok := m.pages[m.at].(*lastPage); ok && last.writing {
		last.left = true
		last.stop()
		return nil
	}
	return tea.Quit
}

// doneMsg ends the wizard.
type doneMsg Result

// page lets the page in front handle a message, and turns over where it is done.
func (m *model) page(msg tea.Msg) tea.Cmd {
	if m.tooSmall() {
		if _, key := msg.(tea.KeyPressMsg); key {
			return nil
		}
	}
	cmd, done := m.pages[m.at].update(msg)
	if done == stay {
		return cmd
	}
	step := 1
	if done == back {
		step = -1
	}
	at := m.at + step
	for at >= 0 && at < len(m.pages) && m.pages[at].skipped() {
		at += step
	}
	if at < 0 || at >= len(m.pages) {
		return cmd
	}
	m.at = at
	return tea.Batch(cmd, m.pages[at].open(done == back))
}

func (m *model) tooSmall() bool { return m.width < minWidth || m.height < minHeight }

// newKeyBits is the size of a key that the wizard makes.
const newKeyBits = 2048

func (m *model) makeKey() tea.Cmd {
	return m.work(func(context.Context) tea.Msg {
		key, err := crypto.GenerateKey(newKeyBits)
		return keyMadeMsg{key, err}
	})
}

type keyMadeMsg struct {
	key *crypto.PrivateKey
	err error
}
