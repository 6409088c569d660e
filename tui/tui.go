// Package tui is the running program: it routes messages, keeps the stack of screens and dialogs, and draws the frame around
// them.
//
// A key goes, in this order, to
//
//  1. the lock, which a passphrase opens, or any key;
//  2. ctrl+c, ctrl+z and ctrl+l, which always work;
//  3. the dialog in front, which takes all other keys;
//  4. a screen with a focused text field (ui.Capturer), which takes all other keys;
//  5. after a code was announced O, and on the list o, which open it; then the keys that work everywhere, those of Model.everywhere: 1 to
//     4, :, ?, esc, q and others;
//  6. the screen in front.
//
// Everything that is not input goes on under a dialog, too. The answer to a screen.Ask goes to the screen that asked, if that is still
// open. Ticks, movements and other news go to every screen on the stack: a screen recognises its own and ignores the rest. Update and View
// never wait; whatever takes time is a command, and ends with Env.Ctx.
package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/clip"
	"cardwallet/tui/keyboard"
	"cardwallet/tui/pacer"
	"cardwallet/tui/screen"
	"cardwallet/tui/team"
	"cardwallet/tui/ui"
)

// Clipboard puts values where the person can paste them, and takes them away again. It is *clip.Board.
type Clipboard interface {
	Put(ctx context.Context, value []byte) (clip.Copy, error)
	Last() (c clip.Copy, ok bool)
	Clear(ctx context.Context, c clip.Copy) (clip.Via, error)
	Holds(ctx context.Context, c clip.Copy) (bool, error)
}

// Options are what the program needs from outside. Wallet, Payer and Clipboard are required.
type Options struct {
	screen.Settings
	Wallet    *client.Wallet
	Payer     screen.Payer
	Clipboard Clipboard
	Keys      map[string][]string // other keys of actions, as ui.KeyTable takes them
	Labels    screen.Labels       // what people call cards here; nil: nothing is kept
	Export    screen.RecordWriter // writes records to a file; nil: not offered
	// ExpandHome puts the home directory for a leading ~ in a path that a person typed; needed with Export.
	ExpandHome func(path string) (string, error)
	Now        func() time.Time     // the wall clock; nil means time.Now
	Ticks      func() time.Duration // since some moment, on a clock that nobody sets; nil means since the start
	OnLock     func()               // runs outside Update when the program locks, to wipe keys and tokens; may be nil
	ClearAfter time.Duration        // copied values leave the clipboard; 0 means only on exit
	ASCII      bool                 // the terminal's character set has nothing else
	Badge      string               // a word that the title always wears, such as DEMO
	StateDir   string               // where a panic leaves its report; empty means nowhere
	OnExit     func()               // runs after the screen is gone, whatever ended the program
	// Passphrases are asked for when the program was locked. nil means that any key unlocks.
	Passphrases Passphrases
	// Awaited is told outside Update whenever a person opens the codes of a card; nil: nobody wants to know.
	Awaited func(client.Card)
	// Viewers names the terminals that show this one, the person's own among them; none where that is not known. It may take a moment. nil
	// means that nobody can know.
	Viewers func(context.Context) []string
	// NoShell says that no shell would continue the program after ctrl+z, which then only locks.
	NoShell bool
	// GiveBack runs outside Update after secrets left the screen, to close connections and to give free memory back; nil means never.
	GiveBack func(locked bool)
	// Reach wraps a sequence so that it gets to the person's terminal, through whatever is between, and reports whether it does. It may
	// take a moment. nil means that nothing is between.
	Reach func(ctx context.Context, sequence string) (wrapped string, ok bool)
	// Record notes in the audit trail what was done, and returns when that is on the disk. Unrecorded brings what could not be noted. Both
	// may be nil.
	Record     func(ctx context.Context, entries ...client.AuditEntry)
	Unrecorded <-chan error
	// Team tells of the journal that the people of a team share, of whom Person is this one. nil: nobody else has it.
	Team   team.Source
	Person string
}

// settle is how long Run waits at the end for commands that are still at work.
const settle = 2 * time.Second

// Run shows the program until the person leaves, ctx ends, or something fails. teaOpts come after its own options to Bubble Tea. It handles
// no signals: they should end ctx.
// A panic in Update, View or a command restores the terminal and comes back as a crash.ErrCrash, which has no values.
func Run(ctx context.Context, opts Options, teaOpts ...tea.ProgramOption) error {
	if opts.OnExit != nil {
		defer opts.OnExit()
	}
	go warmWidths()
	m := New(opts)
	defer m.close()
	// Signals end ctx. Bubble Tea's own handler could wait for ever to tell a program that has left meanwhile, and then nothing would end.
	pace := pacer.New()
	defer pace.Close()
	own := []tea.ProgramOption{tea.WithContext(m.env.Ctx), pace.Option(filter), tea.WithoutSignalHandler()}
	input, terminal := keyboard.Input()
	m.replies.expected = terminal
	program := tea.NewProgram(m, append(append(own, input...), teaOpts...)...)
	stop := context.AfterFunc(ctx, func() { m.leaveWith(program, context.Cause(ctx)) })
	defer stop()
	_, err := program.Run()
	if m.crash != nil {
		return m.crash
	}
	if cause := context.Cause(m.env.Ctx); cause != nil {
		return cause
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("the screen failed: %w\ntry another terminal, or the commands: cardwallet --help", err)
	}
	return nil
}

// warmWidths makes the table of the widths of characters, which drawing makes with the first character that is not Latin: 2 MB that the
// first frame would wait for.
func warmWidths() { ansi.StringWidthWc("◆") }

// leaveWith leaves as a person does, so that the terminal is told to forget what was copied. A program that does not follow is ended.
func (m *Model) leaveWith(program *tea.Program, cause error) {
	go program.Send(leaveMsg{}) // ends with the program
	timer := time.NewTimer(settle)
	defer timer.Stop()
	select {
	case <-m.env.Ctx.Done():
	case <-timer.C:
		m.end(cause)
	}
}

// filter turns every way to quit into leaving, which wipes values first. It replaces a terminal size of nothing by the usual size, since
// nothing could be drawn on it.
func filter(model tea.Model, msg tea.Msg) tea.Msg {
	if m, ok := model.(*Model); ok {
		msg = m.reply(msg)
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width <= 0 {
			msg.Width = ui.DefaultWidth
		}
		if msg.Height <= 0 {
			msg.Height = ui.DefaultHeight
		}
		return msg
	case tea.QuitMsg, tea.InterruptMsg:
		if m, ok := model.(*Model); ok && !m.gone {
			return leaveMsg{}
		}
	}
	return msg
}

type leaveMsg struct{}

// close ends all work of the program and wipes what is left of it.
func (m *Model) close() {
	m.end(errDone)
	m.onResumed()
	m.work.Close(settle)
	m.trail.flush(context.Background())
	m.safely(m.hide)
	for _, code := range m.env.Codes.Codes {
		code.Value.Wipe()
	}
	if c, ok := m.opts.Clipboard.Last(); ok && !c.Via.ByCaller() { // the terminal's is left to the cleaner of clip
		ctx, cancel := context.WithTimeout(context.Background(), settle)
		defer cancel()
		_, _ = m.opts.Clipboard.Clear(ctx, c) // the screen is gone: nobody can be told
	}
}

// errDone is the cause of a normal end.
var errDone = errors.New("the program ended")
