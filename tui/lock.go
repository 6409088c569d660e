package tui

import (
	"syscall"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/frame"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Who locked the program.
const (
	byItself  = "by itself"
	byPerson  = "by you"
	bySuspend = "on suspend"
)

// lock blanks the screen after an idle time, on suspend, or at once. While it is on, nothing is asked of the issuers and nothing opened
// is left.
type lock struct {
	on     bool
	wanted bool   // as soon as no money moves
	active moment // when a person did something last
	serial int    // of the newest wait; earlier ones are void
	prompt prompt // for the passphrase, where there is one
	by     string
	at     time.Time
	codes  int // that were alive then
}

// moment is a point in time on both clocks: the wall clock goes on while a laptop sleeps, and nobody sets the other one.
type moment struct {
	wall  time.Time
	ticks time.Duration
}

// watchIdle waits until the program could have been idle for long enough. It gives nil where that never locks.
func (m *Model) watchIdle() tea.Cmd {
	if m.opts.LockAfter <= 0 {
		return nil
	}
	m.lock.serial++
	return m.awaitIdle(max(time.Millisecond, m.opts.LockAfter-m.idle()))
}

func (m *Model) awaitIdle(wait time.Duration) tea.Cmd {
	serial := m.lock.serial
	return m.after(wait, func() tea.Cmd { return m.onIdle(serial) })
}

// idle is for how long nobody did anything, by the clock that says longer. So a clock that is set back does not put the lock off.
func (m *Model) idle() time.Duration {
	return max(m.env.Now().Round(0).Sub(m.lock.active.wall), m.opts.Ticks()-m.lock.active.ticks)
}

// tooIdle reports whether the idle time is over.
func (m *Model) tooIdle() bool { return m.opts.LockAfter > 0 && m.idle() >= m.opts.LockAfter }

// onIdle locks where nothing was done since the wait began, or waits for the rest.
func (m *Model) onIdle(serial int) tea.Cmd {
	switch {
	case m.lock.on || serial != m.lock.serial: // the next key begins a new wait
		return nil
	case !m.tooIdle():
		return m.watchIdle()
	}
	cmd := m.lockUp(byItself)
	if m.lock.on {
		return cmd
	}
	return tea.Batch(cmd, m.awaitIdle(m.opts.LockAfter)) // money moves, and a key may put the lock off
}

// noteActive notes that a person did something. It reports whether that came too late: a timer stands still while a laptop sleeps.
func (m *Model) noteActive() (late bool) {
	late = m.tooIdle()
	m.lock.active = moment{m.env.Now().Round(0), m.opts.Ticks()}
	return late
}

// lockUp hides and wipes everything that was opened and blanks the screen. Orders that are under way are finished first. A screen with
// several of them begins no other one: nobody may be there to watch it.
func (m *Model) lockUp(by string) tea.Cmd {
	m.hide()
	m.lock.by = by
	if m.holds() {
		for _, s := range m.screens() {
			if stopper, ok := s.(ui.Stopper); ok && holds(s) {
				stopper.Stop()
			}
		}
		m.lock.wanted = true
		return m.refuse("locks when the outcome is there")
	}
	m.lock.on, m.lock.wanted = true, false
	m.lock.at, m.lock.codes = m.env.Now(), m.live()
	m.notice, m.announced = ui.NoticeMsg{}, announcement{}
	m.dialogs.Clear()
	m.poller.Pause()
	m.env.Locked = true
	m.env.Audience.Forget()
	m.lock.prompt.begin(m.wanted())
	return m.wipe()
}

// wipe runs OnLock.
func (m *Model) wipe() tea.Cmd {
	onLock, wiped := m.opts.OnLock, make(chan struct{})
	m.lock.prompt.wiped = wiped
	return func() tea.Msg {
		defer close(wiped)
		if onLock != nil {
			onLock()
		}
		return nil
	}
}

// onLockedKey unlocks with any key, which does nothing else; ctrl+c leaves.
func (m *Model) onLockedKey(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case len(m.lock.prompt.closed) > 0:
		return m.onSealedKey(msg)
	case key.Matches(msg, m.env.Keys.ForceQuit):
		return m.leave()
	case key.Matches(msg, m.env.Keys.Suspend):
		return m.suspend()
	}
	return m.unlock()
}

// unlock goes on where the person was.
func (m *Model) unlock() tea.Cmd {
	m.lock.prompt.begin(nil)
	m.noteActive()
	m.lock.on, m.env.Locked = false, false
	if outcome := m.away.first(m.env.Now()); outcome.Text != "" { // else what was told meanwhile stays
		m.notice = outcome
	}
	return tea.Batch(m.watchIdle(), m.poller.Resume(), m.settler.Resume())
}

// suspend is ctrl+z. The shell gets the terminal when everything is wiped, or takes too long to be. Without a shell the program would
// wait for ever to be continued, with the terminal as a shell wants it.
func (m *Model) suspend() tea.Cmd {
	if m.opts.NoShell {
		return m.lockUp(byPerson)
	}
	if m.holds() {
		return m.refuse("suspend when the outcome is there")
	}
	var locking tea.Cmd
	if !m.lock.on {
		locking = m.lockUp(bySuspend)
	}
	m.lock.prompt.typed.Wipe()
	ctx, wiped, replies := m.env.Ctx, m.lock.prompt.wiped, m.awaitReplies()
	return tea.Batch(locking, func() tea.Msg {
		limit := time.NewTimer(settle)
		defer limit.Stop()
		select {
		case <-wiped:
		case <-limit.C:
		case <-ctx.Done():
			return nil
		}
		replies()
		m.holdForks()
		return tea.SuspendMsg{}
	})
}

// holdForks keeps children from being started until onResumed. Suspending stops the whole process group. A child that is stopped between
// its fork and its exec keeps Linux from stopping this process, and the shell would wait for that for ever.
func (m *Model) holdForks() {
	syscall.ForkLock.RLock()
	m.holdsForks.Add(1)
}

// onResumed follows when the shell has given the terminal back, or could not get it.
func (m *Model) onResumed() {
	for range m.holdsForks.Swap(0) {
		syscall.ForkLock.RUnlock()
	}
}

// lockedFrame shows that the program runs, who locked it, and that codes wait, and nothing else of it.
func (m *Model) lockedFrame() string {
	l := &m.lock
	now := m.env.Now()
	box := frame.Locked{Codes: l.codes, Lines: []string{"any key opens it"},
		Badges: append(ui.NonEmpty(m.opts.Badge), screen.Badges(m.env.Wallet.Accounts()...)...),
		By:     "locked " + l.by + " at " + l.at.In(now.Location()).Format("15:04") + " · nothing is kept"}
	if len(l.prompt.closed) > 0 {
		return m.sealedFrame(box)
	}
	return box.Draw(m.env.Styles, m.width, m.height)
}
