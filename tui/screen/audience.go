package screen

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Audience is who sees the terminal, as far as that can be known: the terminals that show one tmux session. Before others see a value
// the person is asked once; it counts until somebody else comes, or the program locks. It is safe for concurrent use. A nil Audience
// knows of nobody.
type Audience struct {
	look func(context.Context) []string

	mu       sync.Mutex
	seen     []string // who was there when something was shown last
	warned   []string // whom the person was told about
	admitted []string // who may see values
}

// NewAudience returns an Audience. look gives the names of all terminals that show this one, also the person's own. It gives none where
// nobody can know.
func NewAudience(look func(context.Context) []string) *Audience { return &Audience{look: look} }

// WatchedError refuses to show or copy a value because others see the terminal.
type WatchedError struct{ Others int }

// Error says how many others see the terminal.
func (e *WatchedError) Error() string {
	return OthersSee(e.Others) + "\npress again to go on all the same"
}

// OthersSee says that so many others see the terminal.
func OthersSee(n int) string {
	if n == 1 {
		return "1 other sees this terminal"
	}
	return fmt.Sprintf("%d others see this terminal", n)
}

// Admit reports whether a value may be shown or copied now. insists says that the person asks for it by a key. The first key tells them
// that others watch, and the second one admits the value. Admit asks tmux, so it belongs into a command. Its error is a *WatchedError.
func (a *Audience) Admit(ctx context.Context, insists bool) error {
	if a == nil || a.look == nil {
		return nil
	}
	now := a.look(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case len(now) < 2 || within(now, a.admitted):
	case insists && within(now, a.warned):
		a.admitted = now
	default:
		a.warned = now
		return &WatchedError{Others: len(now) - 1}
	}
	a.seen = now
	return nil
}

// Changed says why a shown value must be hidden now: another terminal came, or none is left. It is empty where the value may stay. It
// asks tmux, as Admit does.
func (a *Audience) Changed(ctx context.Context) string {
	if a == nil || a.look == nil {
		return ""
	}
	now := a.look(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !within(now, a.seen):
		return "another terminal shows this now"
	case len(now) == 0 && len(a.seen) > 0:
		return "no terminal shows this now"
	}
	return ""
}

// Words say who else saw what was shown last, nothing where nobody did.
func (a *Audience) Words() string {
	if a == nil {
		return ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.seen) < 2 {
		return ""
	}
	return OthersSee(len(a.seen) - 1)
}

// Forget makes the person be asked again.
func (a *Audience) Forget() {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.warned, a.admitted = nil, nil
}

// within reports whether all of the names are among the known ones.
func within(names, known []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(known, name) })
}
