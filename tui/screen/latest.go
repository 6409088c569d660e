package screen

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

const (
	latestKept    = 50   // records of a card
	latestLooked  = 1000 // records of a list that are looked at: the newest stand first
	latestSubject = "payment"
)

// Latest are the newest records of a card, newest first, as they were read at that time. They hold no secret.
type Latest struct {
	Records []client.Record
	At      time.Time
}

// LatestBook has the newest payments of cards whose records a person looked at. Nothing is read for it. The zero LatestBook is empty.
type LatestBook struct{ of map[string]Latest }

// Note keeps the first records of a list that was read at that time: of one card, or of all cards of an account where the card has no id.
// Lists of other things than payments are not kept.
func (b *LatestBook) Note(card client.Card, records []client.Record, at time.Time) {
	found := map[string][]client.Record{}
	if card.ID != "" {
		found[card.Key()] = nil // a card without records was looked at, too
	}
	for _, r := range records[:min(len(records), latestLooked)] {
		if r.Kind != client.RecordAuthorizations && r.Kind != client.RecordHistory {
			return
		}
		id := cmp.Or(r.CardID, card.ID)
		if id == "" { // a payment of no card
			continue
		}
		key := client.Card{Profile: card.Profile, ID: id}.Key()
		if len(found[key]) < latestKept {
			r.Value = client.Field{}
			found[key] = append(found[key], r)
		}
	}
	if b.of == nil {
		b.of = map[string]Latest{}
	}
	for key, own := range found {
		b.of[key] = Latest{Records: own, At: at}
	}
}

// Of gives the newest records of a card; ok is false where nobody looked at any.
func (b *LatestBook) Of(card client.Card) (latest Latest, ok bool) {
	latest, ok = b.of[card.Key()]
	return latest, ok
}

// LatestWords are a payment in a few words: what became of it where that is not the usual, and where it was.
func LatestWords(r client.Record) string {
	became := ""
	if state := words.OfRecord(r); state.Mark != words.Done { // which is the usual
		became = state.Alone()
	}
	return ui.Safe(strings.Join(slices.Compact(ui.NonEmpty(became, cmp.Or(words.What(r), latestSubject))), " · "))
}

// PaidWords are the amount of a payment as the card saw it, with the sign of what it did to the card's balance.
func PaidWords(s *ui.Styles, r client.Record) (amount string, style lipgloss.Style) {
	charged := r.Charged()
	if !charged.Known() {
		return "-", s.Muted
	}
	charged.Amount = charged.Amount.Abs()
	switch r.Flow() {
	case client.FlowOut:
		charged.Amount = charged.Amount.Neg()
		return ui.Safe(words.Figures(charged)), s.Text
	case client.FlowIn:
		return ui.Safe(words.Figures(charged)), s.OK
	default: // nothing moved
		return ui.Safe(charged.Figures()), s.Muted
	}
}

// PaidLine is a payment in so many cells: when it was, as the caller words it, what it was, and its amount at the end, which is not cut.
func PaidLine(s *ui.Styles, when string, r client.Record, cells int) string {
	amount, style := PaidWords(s, r)
	what := ui.Fit(LatestWords(r), max(0, cells-ui.Width(when)-ui.Width(amount)-1))
	if r.Stage == client.StageFailed {
		what = s.Bad.Render(what)
	}
	return s.Muted.Render(when) + what + " " + style.Render(amount)
}
