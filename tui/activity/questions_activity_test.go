package activity

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screentest"
)

var activityQuestions = screentest.Ask(screentest.Questions{
	"mark": {Open: func(r *screentest.Rig) {
		aDay(r)
		r.Open(newMark(r.Env, r.Payer.Rows[0]))
		r.Press("enter")
		r.Typed("seen there")
		r.Press("enter")
	}},
})

func TestActivityQuestions(t *testing.T) { activityQuestions.Hold(t) }

func TestNoMarkIsSentWithoutAYes(t *testing.T) {
	screentest.NothingIsSentWithoutAYes(t, func(r *screentest.Rig, yes dialog.Yes) error {
		_, err := r.Env.Payer.Mark(t.Context(), yes, "CW1", client.MovementSucceeded, "seen", "")
		return err
	})
}

func TestActivityFormsThatLoad(t *testing.T) {
	screentest.LoadingForms{
		"mark": {Typed: "seen there", Whole: true, Open: func(r *screentest.Rig) func() string {
			aDay(r)
			m := newMark(r.Env, r.Payer.Rows[0])
			r.Open(m)
			r.Press("enter")
			return func() string { return m.reason.Value() }
		}},
	}.Hold(t)
}
