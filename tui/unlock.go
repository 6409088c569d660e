package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/crypto"
	"cardwallet/tui/frame"
	"cardwallet/tui/ui"
)

// Passphrases opens the private keys again that locking wiped and that nothing but a typed passphrase opens.
type Passphrases interface {
	// Wanted names the profiles of all those keys. It does not wait.
	Wanted() []string
	// Unlock opens what the passphrase opens and names what stays closed. It may take seconds. Its error is crypto.ErrWrongPassphrase
	// where the passphrase opens nothing. The passphrase is the caller's to wipe.
	Unlock(ctx context.Context, passphrase crypto.Secret) (closed []string, err error)
}

const (
	longestWait = time.Minute      // after many wrong passphrases
	abandoned   = 30 * time.Second // without a key: nobody is there
)

// prompt asks for the passphrase while the program is locked. The count of wrong ones outlives the lock, so that locking anew does not
// shorten the wait.
type prompt struct {
	closed   []string // profiles whose key waits for its passphrase; where there are none any key unlocks
	opened   bool     // one passphrase was right: the person may go on without the others
	typed    ui.SecretField
	checking bool
	problem  string        // with the newest try
	wrong    int           // in a row
	until    time.Duration // on the clock that nobody sets
	serial   int           // of the newest key; earlier waits are void
	wiped    chan struct{} // closed when OnLock is done: what it wipes must not be opened before
}

// begin asks anew.
func (p *prompt) begin(closed []string) {
	p.typed.Wipe()
	p.closed, p.opened, p.problem = closed, false, ""
	p.serial++
}

// waiting is how long until the next try counts.
func (p *prompt) waiting(ticks time.Duration) time.Duration { return max(0, p.until-ticks) }

// onSealedKey is onLockedKey where a passphrase is wanted.
func (m *Model) onSealedKey(msg tea.KeyPressMsg) tea.Cmd {
	k, p := m.env.Keys, &m.lock.prompt
	switch {
	case key.Matches(msg, k.ForceQuit):
		return m.leave()
	case key.Matches(msg, k.Repaint):
		return tea.ClearScreen
	case p.checking:
		return nil
	case key.Matches(msg, k.Suspend):
		return m.suspend()
	case key.Matches(msg, k.Unlock):
		return m.try()
	case key.Matches(msg, k.Erase):
		p.typed.Wipe()
		return nil
	}
	p.typed.Update(msg, k)
	return m.awaitAbandon()
}

// onSealedPaste takes the first line of a paste.
func (m *Model) onSealedPaste(text string) tea.Cmd {
	if end := strings.IndexAny(text, "\r\n"); end >= 0 {
		text = text[:end]
	}
	if !m.lock.prompt.checking {
		m.lock.prompt.typed.Add(text)
	}
	return m.awaitAbandon()
}

// try checks what was typed, in a command: deriving a key from it is slow on purpose.
func (m *Model) try() tea.Cmd {
	p := &m.lock.prompt
	switch {
	case p.typed.Empty() && p.opened:
		return m.unlock()
	case p.typed.Empty() || p.waiting(m.opts.Ticks()) > 0:
		return nil
	}
	p.checking, p.problem = true, ""
	ctx, keys, typed, wiped := m.env.Ctx, m.opts.Passphrases, crypto.NewSecret(slices.Clone(p.typed.Bytes())), p.wiped
	p.typed.Wipe()
	return func() tea.Msg {
		defer typed.Wipe()
		select {
		case <-wiped:
		case <-ctx.Done():
			return nil
		}
		closed, err := keys.Unlock(ctx, typed)
		return triedMsg{closed: closed, err: err}
	}
}

type triedMsg struct {
	closed []string
	err    error
}

// onTried unlocks, or says what is wrong. Each wrong passphrase in a row doubles the wait for the next one.
func (m *Model) onTried(msg triedMsg) tea.Cmd {
	p := &m.lock.prompt
	p.checking, p.closed = false, msg.closed
	switch {
	case errors.Is(msg.err, crypto.ErrWrongPassphrase):
		p.problem = "wrong passphrase"
		p.until = m.opts.Ticks() + min(longestWait, time.Second<<min(p.wrong, 6))
		p.wrong++
		return m.audit(client.AuditEntry{Action: client.AuditUnlock, Outcome: client.AuditFailed, Detail: "wrong passphrase"})
	case msg.err != nil:
		p.problem, _ = ui.Problem(msg.err)
		return m.audit(client.AuditEntry{Action: client.AuditUnlock, Outcome: client.AuditFailed})
	}
	p.wrong, p.opened = 0, true
	if len(p.closed) == 0 {
		return m.unlock()
	}
	return m.awaitAbandon()
}

// awaitAbandon notes that somebody is there. If they do nothing more for a while, the prompt begins anew, and what a first passphrase
// opened is wiped again.
func (m *Model) awaitAbandon() tea.Cmd {
	m.lock.prompt.serial++
	serial := m.lock.prompt.serial
	return m.after(abandoned, func() tea.Cmd { return m.onAbandon(serial) })
}

func (m *Model) onAbandon(serial int) tea.Cmd {
	p := &m.lock.prompt
	if !m.lock.on || p.checking || serial != p.serial {
		return nil
	}
	half := p.opened
	p.begin(m.wanted())
	if half {
		return m.wipe()
	}
	return nil
}

// wanted names the profiles whose passphrase is asked for.
func (m *Model) wanted() []string {
	if m.opts.Passphrases == nil {
		return nil
	}
	return m.opts.Passphrases.Wanted()
}

// sealedFrame asks for the passphrase. It names no profile before one passphrase was right.
func (m *Model) sealedFrame(box frame.Locked) string {
	s, k, p := m.env.Styles, m.env.Keys, &m.lock.prompt
	what := "type the passphrase of your private key"
	if len(p.closed) > 1 {
		what = "type the passphrase of one of your private keys"
	}
	keys := []key.Binding{k.Unlock, k.Erase}
	if !m.opts.NoShell {
		keys = append(keys, k.Suspend)
	}
	if p.opened {
		what = "the private key of " + ui.Safe(strings.Join(p.closed, ", ")) + " has another one"
		if p.typed.Empty() {
			keys[0].SetHelp(keys[0].Help().Key, "go on without")
		}
	}
	problem := ""
	switch left := p.waiting(m.opts.Ticks()); {
	case p.checking:
		problem = s.Accent.Render("checking…")
	case left > 0:
		problem = s.Bad.Render(p.problem) + " · next try in " + plan.Clock(left)
	}
	const cells = 44
	box.Lines = []string{what, "", "> " + p.typed.Dots(min(cells, m.width-4)), "", problem}
	if problem == "" && p.problem != "" {
		box.Lines = box.Lines[:len(box.Lines)-1]
		for _, line := range ui.Wrapped(p.problem, min(cells, m.width-4), 2) {
			box.Lines = append(box.Lines, s.Bad.Render(line))
		}
	}
	drawn := box.Draw(s, m.width, m.height-1)
	line, _ := frame.Keys(s, ui.Bound(keys...), ui.Bound(k.ForceQuit), m.width)
	return drawn + strings.Repeat("\n", max(1, m.height-1-strings.Count(drawn, "\n"))) + line
}
