package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const (
	// settleStart lets the first frame out before the journal is opened.
	settleStart = 60 * time.Millisecond
	settleSoon  = 5 * time.Second
	settleLate  = 2 * time.Minute
	// settleReview is how often the issuers are asked while nothing is open: one may have taken back what had succeeded.
	settleReview = 10 * time.Minute
	// settleIdle is how often the journal is read while nothing is open: another process may leave something there.
	settleIdle = 30 * time.Second
)

// settler keeps Env.Moves: it asks the journal at the start and whenever money moved, and settles while a movement is open, less and
// less often. While nothing is open it only reads the journal now and then, and the issuers are asked seldom. It lives in Update.
type settler struct {
	env    *screen.Env
	told   func(settled, error) tea.Cmd // takes what a pass found; it calls onSettled
	busy   bool
	again  bool // to be looked at once more when the answer is there
	ask    bool // and the issuers are to be asked then
	wait   time.Duration
	idle   bool      // the journal said that nothing is open
	asked  time.Time // when the issuers were asked last
	serial int       // of the newest wait; earlier ones are void
	missed bool      // a wait ended while the program was locked
	said   string    // what was told about a journal that cannot be read
}

func newSettler(env *screen.Env, told func(settled, error) tea.Cmd) *settler {
	return &settler{env: env, told: told, wait: settleSoon}
}

// start settles what an earlier run has left.
func (s *settler) start() tea.Cmd { return s.later(settleStart) }

func (s *settler) later(wait time.Duration) tea.Cmd {
	s.serial++
	serial := s.serial
	return ui.After(s.env.Ctx, wait, screen.NewReply(nil, func() tea.Cmd { return s.onDue(serial) }))
}

// onDue settles after a wait, unless something else did meanwhile. While the program is locked it waits for the end of that.
func (s *settler) onDue(serial int) tea.Cmd {
	switch {
	case s.env.Locked:
		s.missed = true
		return nil
	case serial != s.serial:
		return nil
	}
	return s.pass(!s.idle || s.env.Now().Sub(s.asked).Abs() >= settleReview)
}

// onMoved looks at the journal again, and soon at the issuers.
func (s *settler) onMoved() tea.Cmd {
	s.wait = settleSoon
	return s.pass(false)
}

// resume settles after a lock what was due meanwhile.
func (s *settler) resume() tea.Cmd {
	if !s.missed {
		return nil
	}
	s.missed = false
	return s.pass(true)
}

// pass reads what is open. With ask the issuers are asked first what became of it.
func (s *settler) pass(ask bool) tea.Cmd {
	if s.busy {
		s.again, s.ask = true, s.ask || ask
		return nil
	}
	s.busy, s.again, s.ask = true, false, false
	s.serial++
	if ask {
		s.asked = s.env.Now()
	}
	ctx, payer, accounts := s.env.Ctx, s.env.Payer, s.env.Wallet.Accounts()
	return screen.Ask(nil, func() (got settled, err error) {
		got.asked = ask
		if ask {
			got.changed, got.askErr = payer.Settle(ctx, accounts)
		}
		got.open, err = payer.Movements(ctx, client.MovementFilter{Unsettled: true})
		return got, err
	}, s.told)
}

// settled is what a pass found.
type settled struct {
	asked   bool // the issuers were
	changed []client.Movement
	askErr  error
	open    []client.Movement
}

// onSettled notes what the journal said, or why it could not be read, and gives the command for the next pass.
func (s *settler) onSettled(got settled, err error) tea.Cmd {
	s.busy = false
	if err == nil {
		s.env.Moves.Open = got.open
	}
	if s.again {
		return s.pass(s.ask)
	}
	wait := s.wait
	s.idle = err == nil && len(got.open) == 0
	switch {
	case err != nil:
		s.wait = min(2*wait, settleLate)
	case s.idle:
		wait, s.wait = settleIdle, settleSoon
	case got.asked && len(got.changed) == 0:
		s.wait = min(2*wait, settleLate)
	case got.asked:
		wait, s.wait = settleSoon, settleSoon
	}
	return s.later(wait)
}

// problem is what to tell about a journal that cannot be read, once; empty when there is nothing to tell.
func (s *settler) problem(err error) string {
	switch {
	case err == nil:
		s.said = ""
		return ""
	case errors.Is(err, context.Canceled): // the program ends
		return ""
	}
	what, hint := ui.Problem(err)
	text := "no money can be moved: " + what
	if hint != "" {
		text += "; " + hint
	}
	if text == s.said {
		return ""
	}
	s.said = text
	return text
}

// onSettled tells the screens, and the person what became of what was open.
func (m *Model) onSettled(got settled, err error) tea.Cmd {
	cmds := []tea.Cmd{m.settler.onSettled(got, err)}
	askErr := got.askErr
	if err != nil {
		askErr = err
	}
	cmds = append(cmds, m.broadcast(screen.MovesMsg{Settled: got.asked, Err: askErr}))
	for _, moved := range got.changed {
		cmds = append(cmds, m.broadcast(screen.MovedMsg{Movement: moved}))
	}
	if n := len(got.changed); n > 0 {
		level, text := screen.SettledNotice(got.changed[0])
		if n > 1 {
			text = fmt.Sprintf("%s, and %d more · a", text, n-1)
		}
		cmds = append(cmds, m.tell(ui.NoticeMsg{Level: level, Text: text}))
	}
	if text := m.settler.problem(err); text != "" {
		cmds = append(cmds, m.tell(ui.NoticeMsg{Level: ui.Bad, Text: text}))
	}
	return tea.Batch(cmds...)
}

// alert is what the title says on every screen while a movement is open.
func (m *Model) alert() string {
	unknown := m.env.Moves.Unknown()
	open := len(m.env.Moves.Open) - unknown
	text := ""
	switch {
	case unknown == 1:
		text = "1 outcome unknown"
	case unknown > 1:
		text = fmt.Sprintf("%d outcomes unknown", unknown)
	}
	switch {
	case open > 0 && text != "":
		text += fmt.Sprintf(", %d open", open)
	case open > 0:
		text = fmt.Sprintf("%d open", open)
	}
	return text
}
