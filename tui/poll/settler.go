package poll

import (
	"context"
	"errors"
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
	// Review is how often the issuers are asked while nothing is open: one may have taken back what had succeeded.
	Review = 10 * time.Minute
	// Idle is how often the journal is read while nothing is open: another process may leave something there.
	Idle = 30 * time.Second
)

// Settler keeps Env.Moves: it asks the journal at the start and whenever money moved, and settles while a movement is open, less and
// less often. While nothing is open it only reads the journal now and then, and the issuers are asked seldom. It lives in Update.
type Settler struct {
	env    *screen.Env
	told   func(Settled, error) tea.Cmd // takes what a pass found; it calls OnSettled
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

// NewSettler asks nothing yet.
func NewSettler(env *screen.Env, told func(Settled, error) tea.Cmd) *Settler {
	return &Settler{env: env, told: told, wait: settleSoon}
}

// Start settles what an earlier run has left.
func (s *Settler) Start() tea.Cmd { return s.later(settleStart) }

func (s *Settler) later(wait time.Duration) tea.Cmd {
	s.serial++
	serial := s.serial
	return ui.After(s.env.Ctx, wait, screen.NewReply(nil, func() tea.Cmd { return s.onDue(serial) }))
}

// onDue settles after a wait, unless something else did meanwhile. While the program is locked it waits for the end of that.
func (s *Settler) onDue(serial int) tea.Cmd {
	switch {
	case s.env.Locked:
		s.missed = true
		return nil
	case serial != s.serial:
		return nil
	}
	return s.Pass(!s.idle || s.env.Now().Sub(s.asked).Abs() >= Review)
}

// OnMoved looks at the journal again, and soon at the issuers.
func (s *Settler) OnMoved() tea.Cmd {
	s.wait = settleSoon
	return s.Pass(false)
}

// Resume settles after a lock what was due meanwhile.
func (s *Settler) Resume() tea.Cmd {
	if !s.missed {
		return nil
	}
	s.missed = false
	return s.Pass(true)
}

// Pass reads what is open. With ask the issuers are asked first what became of it.
func (s *Settler) Pass(ask bool) tea.Cmd {
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
	s.env.Moves.Asked++
	question := s.env.Moves.Asked
	return screen.Ask(nil, func() (got Settled, err error) {
		got.Asked = ask
		if ask {
			got.Changed, got.AskErr = payer.Settle(ctx, accounts)
		}
		if got.Open, err = payer.Movements(ctx, client.MovementFilter{Unsettled: true}); err == nil {
			got.Read = question
		}
		return got, err
	}, s.told)
}

// Settled is what a pass found.
type Settled struct {
	Asked   bool // the issuers were
	Changed []client.Movement
	AskErr  error // of the issuers
	Open    []client.Movement
	Read    int // the number of the question; 0 where the journal did not answer
}

// OnSettled notes what the journal said, or why it could not be read, and gives the command for the next pass.
func (s *Settler) OnSettled(got Settled, err error) tea.Cmd {
	s.busy = false
	if err == nil {
		s.env.Moves.Open = got.Open
	}
	if s.again {
		return s.Pass(s.ask)
	}
	wait := s.wait
	s.idle = err == nil && len(got.Open) == 0
	switch {
	case err != nil:
		s.wait = min(2*wait, settleLate)
	case s.idle:
		wait, s.wait = Idle, settleSoon
	case got.Asked && len(got.Changed) == 0:
		s.wait = min(2*wait, settleLate)
	case got.Asked:
		wait, s.wait = settleSoon, settleSoon
	}
	return s.later(wait)
}

// Problem is what to tell about a journal that cannot be read, once; empty when there is nothing to tell.
func (s *Settler) Problem(err error) string {
	switch {
	case err == nil:
		s.said = ""
		return ""
	case errors.Is(err, context.Canceled): // the program ends
		return ""
	}
	what, hint := ui.Problem(err)
	text := "no money can be moved: " + what
	if errors.Is(err, client.ErrUnreachable) { // it is on another machine
		text = what + ": reading goes on, nothing can be sent"
	}
	if hint != "" {
		text += "; " + hint
	}
	if text == s.said {
		return ""
	}
	s.said = text
	return text
}
