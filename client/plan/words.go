package plan

import (
	"fmt"
	"time"

	"cardwallet/client"
)

// Words are what people call a kind of movement, beside its noun.
type Words struct {
	Title    string // what begins it: "cancel card"
	Short    string // the same in a column of 8 cells
	Verb     string // with the card after it: "set the PIN of"
	Past     string // what was done, with the card after it: "froze"
	Question string // asked before it is sent
	Done     string // how the card is afterwards, or what became of the money: "frozen"
	Undone   string // "not frozen"
	Meaning  string // what it means that it is done; empty where that needs no words
}

var words = map[client.MovementKind]Words{
	client.MoveTopUp: {"top up", "top up", "top up", "topped up",
		"top up this card?", "topped up", "not topped up", ""},
	client.MoveWithdraw: {"withdraw", "withdraw", "withdraw", "withdrew from",
		"take money back from this card?", "withdrawn", "not withdrawn", ""},
	client.MoveCreate: {"new card", "new card", "create the card", "created",
		"create this card?", "created", "not created", "it is pending in the list until the issuer shows it there"},
	client.MoveFreeze: {"freeze", "freeze", "freeze", "froze",
		"freeze this card?", "frozen", "not frozen", "it pays nothing until it is unfrozen; what is on it stays"},
	client.MoveUnfreeze: {"unfreeze", "unfreeze", "unfreeze", "unfroze",
		"unfreeze this card?", "unfrozen", "not unfrozen", "it can be used again"},
	client.MoveCancel: {"cancel card", "cancel", "cancel", "canceled for good:",
		"cancel this card for good?", "canceled for good", "not canceled", "it can never be used again"},
	client.MovePIN: {"PIN", "PIN", "set the PIN of", "set the PIN of",
		"give this card another PIN?", "PIN changed", "PIN not changed", "the old PIN is void; nothing here has kept the new one"},
	client.MoveLimits: {"limits", "limits", "change the limits of", "changed the limits of",
		"change the limits of this card?", "limits changed", "limits not changed", ""},
	client.MoveActivate: {"activate", "activate", "activate", "activated",
		"activate this card?", "activated", "not activated", "it can be used with its PIN now"},
}

// WordsOf are the words of a kind of movement. A kind that is not known here, as of a row that a later version noted, has Title, Short
// and Verb, all as the row has it.
func WordsOf(kind client.MovementKind) Words {
	if w, ok := words[kind]; ok {
		return w
	}
	return Words{Title: string(kind), Short: string(kind), Verb: string(kind)}
}

// Describe is a movement in a few words: a change by its noun, others with the amount. They are not made safe to draw.
func Describe(m client.Movement) string {
	if m.Kind.IsChange() {
		return m.Kind.Noun()
	}
	return m.Kind.Noun() + " of " + m.Amount.String()
}

// StatusSentence says where a movement stands. An unknown outcome is never called failed.
func StatusSentence(status client.MovementStatus) string {
	switch status {
	case client.MovementIntended:
		return "not sent yet"
	case client.MovementSent:
		return "being sent"
	case client.MovementProcessing:
		return "the issuer is working on it"
	case client.MovementSucceeded:
		return "done"
	case client.MovementFailed:
		return "failed"
	default:
		return "outcome unknown"
	}
}

// Clock gives a remaining time as m:ss, rounded up to the second, so that 0:00 is never shown while something is left. It is never
// negative.
func Clock(d time.Duration) string {
	seconds := int64((max(0, d) + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
