// Package screentest is for the tests of the screens: a rig that stands in for the root, issuers that answer by script, and the laws that
// every screen keeps.
package screentest

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Rig drives one screen as the root does, in virtual time: every command runs on its own, its message comes back to Update.
type Rig struct {
	T        *testing.T
	Env      *screen.Env
	Issuer   *FakeIssuer
	Payer    *fakePayer
	Screen   ui.Screen
	Requests func() int // of deposits
	Size     [2]int     // of the body; 80 by 21 where it is zero
	Answers  chan tea.Msg
	Out      []tea.Msg // what the root would have got
}

// NewEnv returns what screens work with, on the clock of the machine and with plain styles.
func NewEnv(t *testing.T, accounts ...client.Account) *screen.Env {
	styles := ui.NewStyles(ui.Look{Theme: ui.Mono})
	return &screen.Env{
		Ctx: t.Context(), Wallet: client.NewWallet(accounts...), Now: time.Now, Settings: screen.Settings{HideAfter: 20 * time.Second},
		Keys: ui.NewKeys(), Styles: &styles, Codes: screen.NewCodeBook(), Moves: &screen.MoveBook{}, Holders: &screen.HolderBook{},
		ListedAt:  map[string]time.Time{},
		Attention: dialog.NewAttention(time.Now),
	}
}

// InBubble runs a test against one fake account in virtual time.
func InBubble(t *testing.T, f func(*Rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		issuer := NewFakeIssuer()
		payer := &fakePayer{issuer: issuer, Status: client.MovementSucceeded}
		env := NewEnv(t, client.Account{Profile: "fin", Kind: "finhub", Issuer: issuer})
		env.Payer = screen.NewTill(payer)
		f(&Rig{T: t, Env: env, Issuer: issuer, Payer: payer, Answers: make(chan tea.Msg, 1000)})
		time.Sleep(time.Hour) // the timers that are left run out
	})
}

// Open makes a screen the one that is driven and lets it start.
func (r *Rig) Open(s ui.Screen) {
	r.Screen = s
	r.Do(s.Init())
	r.draw()
	r.Settle()
}

// Do runs a command. Its message comes back with Settle.
func (r *Rig) Do(cmd tea.Cmd) {
	if cmd != nil {
		go func() { r.Answers <- cmd() }()
	}
}

// Settle lets everything happen that does not take time.
func (r *Rig) Settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-r.Answers:
			r.Take(msg)
		default:
			return
		}
	}
}

// Take gives a message to the screen, as the root does, and notes what the root would keep for itself.
func (r *Rig) Take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.Do(cmd)
		}
		return
	case ui.PushMsg, ui.BackMsg, ui.NoticeMsg, screen.CopyMsg, screen.ArmMsg, screen.DisarmMsg, screen.WatchMsg, screen.UnwatchMsg,
		screen.AskCodesMsg, screen.MovedMsg, screen.NamedMsg,
		screen.DepositedMsg, screen.SettleMsg, screen.AuditMsg, screen.BulkSentMsg, screen.SpentMsg:
		r.Out = append(r.Out, msg)
	}
	if reply, ok := msg.(screen.Reply); ok {
		r.Do(reply.Deliver(r.Screen))
		r.draw()
		return
	}
	if _, pasted := msg.(tea.PasteMsg); pasted {
		r.Env.Attention.OnInput(msg)
	}
	r.Do(r.Screen.Update(msg))
	r.draw()
}

// draw draws a frame, as the root does after each message.
func (r *Rig) draw() string {
	if r.Size == [2]int{} {
		r.Size = [2]int{80, 21}
	}
	return r.Env.Attention.Frame(func() string { return r.Screen.View(r.Size[0], r.Size[1]) })
}

// Tick lets a second pass, and more until d is over.
func (r *Rig) Tick(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(min(time.Second, time.Until(end)))
		if c, ok := r.Screen.(ui.Counter); ok && c.Counting() {
			r.Do(r.Screen.Update(ui.TickMsg{Now: time.Now()}))
		}
		r.Settle()
	}
}

// Click clicks the first row of a list that has the words. What is beside the list does not count.
func (r *Rig) Click(words string) {
	r.T.Helper()
	for y, line := range strings.Split(r.View(), "\n") {
		if strings.Contains(ui.Cut(line, 60), words) {
			r.Take(ui.PointMsg{X: 5, Y: y, Width: r.Size[0], Height: r.Size[1]})
			r.Settle()
			return
		}
	}
	r.T.Fatalf("%q is not on the screen:\n%s", words, r.View())
}

// View is what the screen shows, without styles, and below it what is typed in the line of the notices.
func (r *Rig) View() string {
	view := ansi.Strip(r.draw())
	if p, ok := r.Screen.(ui.Prompter); ok && p.Prompt(r.Size[0]) != "" {
		view += "\n" + ansi.Strip(p.Prompt(r.Size[0]))
	}
	return title(r.Screen) + view
}

// title is what stands in the border of the screen's box, on a line of its own.
func title(s ui.Screen) string {
	f, ok := s.(ui.Framed)
	if !ok || f.Frame().Title == "" {
		return ""
	}
	p := f.Frame()
	return strings.Join(ui.NonEmpty(p.Title, p.Detail, p.Right), " ") + "\n"
}

// Shows fails where one of the words is not on the screen.
func (r *Rig) Shows(words ...string) {
	r.T.Helper()
	view := r.View()
	for _, w := range words {
		if !strings.Contains(view, w) {
			r.T.Errorf("%q is not on the screen:\n%s", w, view)
		}
	}
}

// Hides fails where one of the words is on the screen.
func (r *Rig) Hides(words ...string) {
	r.T.Helper()
	view := r.View()
	for _, w := range words {
		if strings.Contains(view, w) {
			r.T.Errorf("%q is on the screen:\n%s", w, view)
		}
	}
}

// Got counts the messages of one type that the root would have got.
func Got[T tea.Msg](r *Rig) []T {
	var found []T
	for _, m := range r.Out {
		if m, ok := m.(T); ok {
			found = append(found, m)
		}
	}
	return found
}

// Fits fails when a view does not stay in its cells.
func Fits(t *testing.T, s ui.Screen, width, height int) {
	t.Helper()
	view := s.View(width, height)
	if view == "" {
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) > height {
		t.Errorf("%d lines in %d×%d:\n%s", len(lines), width, height, view)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			t.Errorf("%d cells in %d×%d: %q", w, width, height, line)
		}
	}
}

// TestSizes are widths and heights to draw at, from large to none at all.
var TestSizes = [][2]int{{60, 13}, {80, 21}, {120, 37}, {1, 1}, {0, 0}, {13, 5}, {200, 50}}
