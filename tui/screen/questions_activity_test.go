package screen

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

var activityQuestions = ask(questions{
	"mark": {open: func(r *rig) {
		aDay(r)
		r.open(NewMark(r.env, r.payer.rows[0]))
		r.press("d")
		r.typed("seen there")
		r.press("enter")
	}},
})

func TestActivityQuestions(t *testing.T) { activityQuestions.hold(t) }

func TestNoMarkIsSentWithoutAYes(t *testing.T) {
	nothingIsSentWithoutAYes(t, func(r *rig, yes dialog.Yes) error {
		_, err := r.env.Payer.Mark(t.Context(), yes, "CW1", client.MovementSucceeded, "seen", "")
		return err
	})
}

func TestActivityFormsThatLoad(t *testing.T) {
	loadingForms{
		"mark": {typed: "seen there", whole: true, open: func(r *rig) func() string {
			aDay(r)
			m := NewMark(r.env, r.payer.rows[0])
			r.open(m)
			r.press("d")
			return func() string { return m.reason.Value() }
		}},
	}.hold(t)
}
