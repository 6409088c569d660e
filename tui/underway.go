package tui

import (
	"slices"
	"time"

	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// away is what goes on while the person looks at something else.
type away struct {
	left    []ui.Screen // they are open no more, but their work goes on
	running []ui.Runner // what was under way when Update ended last
	outcomes
}

// screens are those that are open, and those that were left while their work goes on.
func (m *Model) screens() []ui.Screen {
	if len(m.away.left) == 0 {
		return m.stack
	}
	return slices.Concat(m.stack, m.away.left)
}

// stuck reports whether the screen in front must not be left: something is under way there that does not go on without it.
func (m *Model) stuck() bool {
	_, runs := m.front().(ui.Runner)
	return holds(m.front()) && !runs
}

// followRunners says how work ended that was under way before this Update, where the person does not look at its screen. Then it lets go
// of screens that were left.
func (m *Model) followRunners() {
	for _, r := range m.away.running {
		if !r.Holds() && any(r) != any(m.front()) {
			m.away.add(r.Ended())
			m.notice = m.away.first(m.env.Now())
		}
	}
	m.away.left = slices.DeleteFunc(m.away.left, func(s ui.Screen) bool { return !holds(s) })
	m.away.running = m.away.running[:0]
	for _, s := range m.screens() {
		if r, ok := s.(ui.Runner); ok && r.Holds() {
			m.away.running = append(m.away.running, r)
		}
	}
}

// outcomes are how things ended while the person looked at something else, the oldest first. The first one is in the status line until a
// key comes that the person can have pressed when they had read it: a key for something else, the lock and other notices do not take it
// away.
type outcomes struct {
	untold []ui.NoticeMsg
	since  time.Time // the first one is shown
}

func (o *outcomes) add(n ui.NoticeMsg) { o.untold = append(o.untold, n) }

// first is the one to show now; nothing where there is none.
func (o *outcomes) first(now time.Time) ui.NoticeMsg {
	if len(o.untold) == 0 {
		return ui.NoticeMsg{}
	}
	o.since = now
	return o.untold[0]
}

// after is the one to show after a key that came while shown was in the status line.
func (o *outcomes) after(shown ui.NoticeMsg, now time.Time) ui.NoticeMsg {
	switch {
	case len(o.untold) == 0:
		return ui.NoticeMsg{}
	case shown != o.untold[0]:
		return o.first(now)
	case now.Sub(o.since) < dialog.Grace:
		return shown
	}
	o.untold = o.untold[1:]
	return o.first(now)
}
