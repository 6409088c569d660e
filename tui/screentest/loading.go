package screentest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
)

// loadingForm is a field that a person may type into before the issuers have answered.
type loadingForm struct {
	Typed string
	// Whole is true if what is asked does not depend on the issuer's answer. Then the field has all that was typed, from the first key on.
	// Else it has nothing of it.
	Whole bool
	Open  func(*Rig) (field func() string)
}

// LoadingForms are those of one room, by name.
type LoadingForms map[string]loadingForm

// Loads is how long the issuers take for an answer.
const Loads = 250 * time.Millisecond

// Hold checks the laws of all forms that load.
func (f LoadingForms) Hold(t *testing.T) {
	t.Helper()
	t.Run("what is typed while a form loads is taken whole or not at all", f.takeAllOrNothing)
	t.Run("what is typed while a form loads confirms nothing", f.confirmNothing)
	t.Run("a form takes what is typed once it is there", f.takeWhatIsTypedOnceTheyAreThere)
}

// takeAllOrNothing: half an amount is another amount.
func (f LoadingForms) takeAllOrNothing(t *testing.T) {
	for name, form := range f {
		for _, pause := range []time.Duration{0, 30 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 390 * time.Millisecond} {
			t.Run(fmt.Sprint(name, " ", pause), func(t *testing.T) {
				InBubble(t, func(r *Rig) {
					r.Issuer.Delay = Loads
					field := form.Open(r)
					for _, c := range form.Typed {
						r.burst(string(c))
						r.pass(pause)
					}
					r.pass(5 * time.Second)
					want := ""
					if form.Whole {
						want = form.Typed
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
func (f LoadingForms) confirmNothing(t *testing.T) {
	for name, form := range f {
		t.Run(name, func(t *testing.T) {
			InBubble(t, func(r *Rig) {
				r.Issuer.Delay = Loads
				_ = form.Open(r)
				for _, c := range form.Typed + "\ryes please\r" {
					r.burst(string(c))
					r.pass(90 * time.Millisecond)
				}
				r.pass(5 * time.Second)
				if n := r.done(); n != 0 {
					t.Errorf("%d done, and it shows\n%s", n, r.View())
				}
			})
		})
	}
}

// takeWhatIsTypedOnceTheyAreThere: after a quiet moment every key counts, as fast as they come.
func (f LoadingForms) takeWhatIsTypedOnceTheyAreThere(t *testing.T) {
	for name, form := range f {
		t.Run(name, func(t *testing.T) {
			InBubble(t, func(r *Rig) {
				r.Issuer.Delay = Loads
				field := form.Open(r)
				r.pass(5 * time.Second)
				r.burst(form.Typed)
				if want := strings.TrimPrefix(form.Typed, "\r"); field() != want {
					t.Errorf("the field has %q, want %q", field(), want)
				}
			})
		})
	}
}

// FormThatComesBackTakesNothingAtOnce: what was typed while the order was sent is not added to the amount, when the form comes back by
// itself.
func FormThatComesBackTakesNothingAtOnce(t *testing.T, open func(*Rig) (field func() string)) {
	t.Helper()
	InBubble(t, func(r *Rig) {
		field := open(r)
		r.Typed("25")
		r.Press("enter")
		r.Payer.Status, r.Payer.Err, r.Payer.Delay = "", client.ErrUnreachable, time.Second
		r.Confirm()
		for range 30 {
			r.burst("1")
			r.pass(100 * time.Millisecond)
		}
		r.Shows("not sent: ")
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
