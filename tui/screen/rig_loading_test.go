package screen

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
)

// loadingForm is a field that a person may type into before the issuers have answered.
type loadingForm struct {
	typed string
	// whole is true where nothing that the issuer says decides what is asked: then the field has all of it, from the first key on.
	// Elsewhere it has nothing of it.
	whole bool
	open  func(*rig) (field func() string)
}

// loadingForms are those of one room, by name.
type loadingForms map[string]loadingForm

// loads is how long the issuers take for an answer.
const loads = 250 * time.Millisecond

// hold checks the laws of all forms that load.
func (f loadingForms) hold(t *testing.T) {
	t.Helper()
	t.Run("what is typed while a form loads is taken whole or not at all", f.takeAllOrNothing)
	t.Run("what is typed while a form loads confirms nothing", f.confirmNothing)
	t.Run("a form takes what is typed once it is there", f.takeWhatIsTypedOnceTheyAreThere)
}

// takeAllOrNothing: half an amount is another amount.
func (f loadingForms) takeAllOrNothing(t *testing.T) {
	for name, form := range f {
		for _, pause := range []time.Duration{0, 30 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 390 * time.Millisecond} {
			t.Run(fmt.Sprint(name, " ", pause), func(t *testing.T) {
				inBubble(t, func(r *rig) {
					r.issuer.delay = loads
					field := form.open(r)
					for _, c := range form.typed {
						r.burst(string(c))
						r.pass(pause)
					}
					r.pass(5 * time.Second)
					want := ""
					if form.whole {
						want = form.typed
					}
					if got := field(); got != want {
						t.Errorf("the field has %q, want %q", got, want)
					}
					if r.done() != 0 {
						t.Error("something was confirmed")
					}
				})
			})
		}
	}
}

// confirmNothing: the same with enter and y behind it.
func (f loadingForms) confirmNothing(t *testing.T) {
	for name, form := range f {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.issuer.delay = loads
				_ = form.open(r)
				for _, c := range form.typed + "\ryes please\r" {
					r.burst(string(c))
					r.pass(90 * time.Millisecond)
				}
				r.pass(5 * time.Second)
				if n := r.done(); n != 0 {
					t.Errorf("%d done, and it shows\n%s", n, r.view())
				}
			})
		})
	}
}

// takeWhatIsTypedOnceTheyAreThere: after a quiet moment every key counts, as fast as they come.
func (f loadingForms) takeWhatIsTypedOnceTheyAreThere(t *testing.T) {
	for name, form := range f {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.issuer.delay = loads
				field := form.open(r)
				r.pass(5 * time.Second)
				r.burst(form.typed)
				if want := strings.TrimPrefix(form.typed, "\r"); field() != want {
					t.Errorf("the field has %q, want %q", field(), want)
				}
			})
		})
	}
}

// formThatComesBackTakesNothingAtOnce: what was typed while the order was sent is not added to the amount, when the form comes back by
// itself.
func formThatComesBackTakesNothingAtOnce(t *testing.T, open func(*rig) (field func() string)) {
	t.Helper()
	inBubble(t, func(r *rig) {
		field := open(r)
		r.typed("25")
		r.press("enter")
		r.payer.status, r.payer.err, r.payer.delay = "", client.ErrUnreachable, time.Second
		r.confirm()
		for range 30 {
			r.burst("1")
			r.pass(100 * time.Millisecond)
		}
		r.shows("not sent: ")
		if got := field(); got != "25" {
			t.Errorf("the field has %q", got)
		}
		r.pass(time.Second)
		r.burst("50")
		if got := field(); got != "2550" {
			t.Errorf("then it has %q", got)
		}
	})
}
