// Package pacer draws when there is something to draw.
//
// Bubble Tea 2.1.1 draws at each tick of a 60 Hz ticker that never stops: a key waits up to 17 ms for the next tick, the first frame, too,
// and a program that has nothing to draw wakes up 60 times a second. Its options can only make the ticker slower. So this package
// reaches for one unexported field of the library, Program.ticker, and puts a ticker there whose channel gets a tick when a view is there.
// It is the one place that depends on a library's insides. Upstream knows of the fault (issue 1776 of charmbracelet/bubbletea) and has a
// change that draws on demand (1796). This package goes as soon as a release has it. Where the field is not what it was, nothing is touched
// and the library draws as it always did; a test fails then.
//
// What makes it safe: the field is set before the program runs and never again, so nobody else looks at it then. The library makes a ticker
// only where there is none, and starts the one that it has (when it begins, and again after the terminal was released); it draws what the
// channel tells it to. It does nothing else with it. A ticker that nobody receives from costs nothing.
package pacer

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// soon is how long a view may be followed by another one that is drawn in its stead: an answer that is there at once, the rest of a
	// paste.
	soon = time.Millisecond
	// between is the least time from one draw to the next.
	between = 5 * time.Millisecond
	// opening is how long the first frame waits for the size and the colours of the terminal at most. They are there at once.
	opening = 16 * time.Millisecond
)

// Off leaves every program that starts from then on to the library's ticker. Tests set it before they start one, to see that all is drawn
// alike.
var Off bool

// Pacer tells one program when to draw. Its owner closes it when the program has ended.
type Pacer struct {
	program *tea.Program
	ticks   chan time.Time
	news    chan struct{} // a message is about to become a view
	known   chan struct{} // closed once the terminal is
	heard   heard         // of the event loop
	done    chan struct{} // closed by Close
	once    sync.Once
	running sync.WaitGroup
}

// heard is what the program was told of the terminal. Each comes once at the start, in any order.
type heard struct{ size, colours, environment, all bool }

// New is a pacer for one program.
func New() *Pacer {
	return &Pacer{ticks: make(chan time.Time), news: make(chan struct{}, 1), known: make(chan struct{}), done: make(chan struct{})}
}

// Option ties the pacer to a program. filter is that of the program, nil where it has none; no other tea.WithFilter may follow.
func (p *Pacer) Option(filter func(tea.Model, tea.Msg) tea.Msg) tea.ProgramOption {
	return func(program *tea.Program) {
		if Off || !replaceTicker(program, p.ticks) {
			if filter != nil {
				tea.WithFilter(filter)(program)
			}
			return
		}
		p.program = program
		tea.WithFilter(func(model tea.Model, msg tea.Msg) tea.Msg {
			if filter != nil {
				msg = filter(model, msg)
			}
			p.onMessage(msg)
			return msg
		})(program)
		p.running.Go(p.run)
	}
}

// Close ends the pacer after its program has ended.
func (p *Pacer) Close() {
	p.once.Do(func() { close(p.done) })
	p.running.Wait()
}

// onMessage runs in the event loop: what passes the filter is handled there and then becomes a view, and so do the sequences for the
// terminal that some messages are.
func (p *Pacer) onMessage(msg tea.Msg) {
	switch msg.(type) {
	case nil, tea.BatchMsg: // no view follows
		return
	case tea.WindowSizeMsg:
		p.heard.size = true
	case tea.ColorProfileMsg:
		p.heard.colours = true
	case tea.EnvMsg:
		p.heard.environment = true
	}
	if !p.heard.all && p.heard.size && p.heard.colours && p.heard.environment {
		p.heard.all = true
		close(p.known)
	}
	select {
	case p.news <- struct{}{}:
	default: // it is known already
	}
}

// run lets the program draw, once for each view or for several that come together.
func (p *Pacer) run() {
	var last time.Time
	for {
		select {
		case <-p.news:
		case <-p.done:
			return
		}
		if last.IsZero() && !p.wait(opening, p.known) || !p.wait(max(soon, between-time.Since(last)), nil) {
			return
		}
		select { // what came meanwhile is drawn now
		case <-p.news:
		default:
		}
		// The event loop takes this, and drops it, when it is done with the message and has handed the view over. So no view is drawn too
		// early, and the last one always.
		p.program.Send(nil)
		select {
		case p.ticks <- time.Now(): // taken when the last draw is over
		case <-p.done:
			return
		}
		last = time.Now()
	}
}

// wait waits for that long, or for less where something else comes first. It reports false where the pacer ends.
func (p *Pacer) wait(long time.Duration, first <-chan struct{}) bool {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-first:
	case <-p.done:
		return false
	}
	return true
}

// replaceTicker gives a program that does not run yet a ticker with that channel. It reports false and does nothing where program is not
// made as this package knows it.
func replaceTicker(program any, ticks <-chan time.Time) bool {
	v := reflect.ValueOf(program)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return false
	}
	field := v.Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() || !field.IsNil() {
		return false
	}
	ticker := time.NewTicker(time.Hour)
	ticker.C = ticks
	*(**time.Ticker)(field.Addr().UnsafePointer()) = ticker
	return true
}
