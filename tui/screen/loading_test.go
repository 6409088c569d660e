package screen

import (
	"fmt"
	"testing"
	"time"

	"cardwallet/client"
)

// forms are all fields that a person may type into before the issuers have answered. whole is true where nothing that the issuer says decides
// what is asked: then the field has all of it, from the first key on. Elsewhere it has nothing of it.
var forms = map[string]struct {
	typed string
	whole bool
	open  func(*rig) (field func() string)
}{
	"top-up": {"125.00", true, func(r *rig) func() string {
		p := openTopUp(r)
		return func() string { return p.input.Value() }
	}},
	"withdraw": {"100.50", true, func(r *rig) func() string {
		p := openWithdraw(r)
		return func() string { return p.input.Value() }
	}},
	"bulk top-up": {"125.00", true, func(r *rig) func() string {
		cards, _ := bulkRig(r)
		b := NewBulkTopUp(r.env, cards)
		r.open(b)
		return func() string { return b.input.Value() }
	}},
	"PIN": {goodPIN, true, func(r *rig) func() string {
		f := openPIN(r).form.(*pinForm)
		return func() string { return string(f.first.Bytes()) }
	}},
	"label": {"125.00", true, func(r *rig) func() string {
		_, card := labelRig(r)
		l := NewLabel(r.env, card)
		r.open(l)
		return func() string { return l.field.Value() }
	}},
	"deposit": {"125.00", true, func(r *rig) func() string {
		_, ads := withBank(r)
		d := NewDeposit(r.env, ads)
		r.open(d)
		return func() string { return d.field.Value() }
	}},
	"mark": {"seen there", true, func(r *rig) func() string {
		aDay(r)
		m := NewMark(r.env, r.payer.rows[0])
		r.open(m)
		r.press("d")
		return func() string { return m.reason.Value() }
	}},
	"new card": {"125.00", true, func(r *rig) func() string {
		r.issuer.delay = 0
		c := NewCreate(r.env, "")
		r.open(c)
		r.issuer.delay = loads // the terms are what is being read
		r.press("enter")
		return func() string { return c.payment.input.Value() }
	}},
	"new card with a name": {"125.00", true, func(r *rig) func() string {
		c := openNameless(r)
		return func() string { return c.parts[0].field.Value() }
	}},
	"new card of the only type": {"125.00", false, func(r *rig) func() string {
		r.issuer.types = r.issuer.types[:1]
		c := NewCreate(r.env, "")
		r.open(c)
		return func() string { return c.payment.input.Value() }
	}},
	"limits": {"125.00", false, func(r *rig) func() string {
		f := openLimits(r, nil).form.(*limitsForm)
		return func() string { return f.rows[0].field.Value() }
	}},
	"cancel": {"5161", false, func(r *rig) func() string {
		c := NewCancel(r.env, adsCard())
		r.open(c)
		return func() string { return c.form.(*cancelForm).typed.Value() }
	}},
	"activate": {"\r20834698", false, func(r *rig) func() string {
		c := NewActivate(r.env, physicalCard(r))
		r.open(c)
		return func() string { return string(c.form.(*activateForm).code.Bytes()) }
	}},
}

// loads is how long the issuers take for an answer.
const loads = 250 * time.Millisecond

// TestWhatIsTypedWhileAFormLoadsIsTakenWholeOrNotAtAll: half an amount is another amount.
func TestWhatIsTypedWhileAFormLoadsIsTakenWholeOrNotAtAll(t *testing.T) {
	for name, form := range forms {
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

// TestWhatIsTypedWhileAFormLoadsConfirmsNothing: the same with enter and y behind it.
func TestWhatIsTypedWhileAFormLoadsConfirmsNothing(t *testing.T) {
	for name, form := range forms {
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

// TestAFormTakesWhatIsTypedOnceItIsThere: after a quiet moment every key counts, as fast as they come.
func TestAFormTakesWhatIsTypedOnceItIsThere(t *testing.T) {
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.issuer.delay = loads
				field := form.open(r)
				r.pass(5 * time.Second)
				r.burst(form.typed)
				if want := trimmed(form.typed); field() != want {
					t.Errorf("the field has %q, want %q", field(), want)
				}
			})
		})
	}
}

func trimmed(keys string) string {
	if keys[0] == '\r' {
		return keys[1:]
	}
	return keys
}

// TestAFormThatComesBackByItselfTakesNothingAtOnce: what was typed while the order was sent is not added to the amount.
func TestAFormThatComesBackByItselfTakesNothingAtOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		p := openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.payer.status, r.payer.err, r.payer.delay = "", client.ErrUnreachable, time.Second
		r.confirm()
		for range 30 {
			r.burst("1")
			r.pass(100 * time.Millisecond)
		}
		r.shows("not sent: ")
		if got := p.input.Value(); got != "25" {
			t.Errorf("the field has %q", got)
		}
		r.pass(time.Second)
		r.burst("50")
		if got := p.input.Value(); got != "2550" {
			t.Errorf("then it has %q", got)
		}
	})
}
