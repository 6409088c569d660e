package words

import (
	"strings"

	"cardwallet/client"
)

// cardStates are those of the common vocabulary, which the drivers make of their issuers' documents.
var cardStates = map[client.CardStatus]State{
	client.CardActive:     {"●", "active", Good},
	client.CardPending:    {Waiting, "pending", Open},
	client.CardFreezing:   {Waiting, "freezing", Open},
	client.CardUnfreezing: {Waiting, "unfreezing", Open},
	client.CardCanceling:  {Waiting, "canceling", Open},
	client.CardInactive:   {"○", "inactive", Open},
	client.CardFrozen:     {"‖", "frozen", Open},
	client.CardBlocked:    {"■", "blocked", Bad},
	client.CardExpired:    {"◌", "expired", Bad},
	client.CardCanceled:   {Ended, "canceled", Bad},
	client.CardFailed:     {Ended, "failed", Bad},
}

// OfCard is the status of a card.
func OfCard(card client.Card) State {
	if state, known := cardStates[card.Status]; known {
		return state
	}
	return own(strings.TrimSpace(card.IssuerStatus))
}

// OfCardStatus is a status of the common vocabulary, where nothing else is known of the card.
func OfCardStatus(status client.CardStatus) State { return OfCard(client.Card{Status: status}) }

var movementStates = map[client.MovementStatus]State{
	client.MovementIntended:   {"○", "not sent", Open},
	client.MovementSent:       {Waiting, "sent", Open},
	client.MovementProcessing: {Waiting, "under way", Open},
	client.MovementSucceeded:  {Done, "done", Good},
	client.MovementFailed:     {Ended, "failed", Bad},
}

// OfMovement is where a movement stands, its word in at most 9 cells. An outcome that is not known is never called failed.
func OfMovement(status client.MovementStatus) State {
	if state, known := movementStates[status]; known {
		return state
	}
	return own("")
}

// cardWords are for what FinHub says of cards and their types (cards page): category, form, mode.
var cardWords = map[string]string{
	"purchase":     "for purchases",
	"subscription": "for subscriptions",
	"gift":         "gift card",
	"physical":     "plastic",
	"virtual":      "virtual",
	"prepaid_card": "prepaid",
	"budget_card":  "pays from a shared account",
}

// OfCardWord is what an issuer says of a card or a card type in one word.
func OfCardWord(word string) string {
	if words, known := cardWords[strings.ToLower(word)]; known {
		return words
	}
	return word
}

// Form is what a card is made of and for: "virtual, for purchases". It is empty where nothing is known.
func Form(card client.Card) string {
	var parts []string
	switch card.Form {
	case client.FormVirtual:
		parts = append(parts, "virtual")
	case client.FormPhysical:
		parts = append(parts, "plastic")
	case client.FormLink:
		parts = append(parts, "to be redeemed by a link")
	case client.FormUnknown: // the category may tell
	}
	if word := OfCardWord(card.Category); word != "" && (len(parts) == 0 || parts[0] != word) {
		parts = append(parts, word)
	}
	return strings.Join(parts, ", ")
}

// Kind is what cards of a type are made of and for, see Form, after the network that they are of: "Visa, virtual, for purchases".
func Kind(t client.CardType) string {
	var parts []string
	for _, word := range []string{t.Organization, OfCardWord(t.Type), OfCardWord(t.Category)} {
		if word != "" && (len(parts) == 0 || parts[len(parts)-1] != word) {
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, ", ")
}

// Interval is what a limit is for: "a payment" is PER_TRANSACTION, the only one that is documented. Others are told as they came.
func Interval(interval string) string {
	if strings.EqualFold(interval, "PER_TRANSACTION") {
		return "a payment"
	}
	return strings.ToLower(strings.ReplaceAll(interval, "_", " "))
}

// Limit is a limit of a card type: "1,000.00 USD a payment, can be changed".
func Limit(c client.SpendingControl) string {
	text := c.Amount.String() + " " + Interval(c.Interval)
	if c.Settable {
		text += ", can be changed"
	}
	return text
}

// holderStates are FinHub's words (card issuance flows).
var holderStates = map[string]State{
	"pass_audit":   {Done, "approved", Good},
	"wait_audit":   {Waiting, "waiting", Open},
	"under_review": {Waiting, "in review", Open},
	"reject":       {Ended, "refused", Bad},
}

// OfHolder is the status of a cardholder. Only one to whom cards can be made out is approved.
func OfHolder(h client.Holder) State {
	state, known := holderStates[strings.ToLower(h.Status)]
	if !known || state.Tone == Good && !h.Approved() {
		return own(h.Status)
	}
	return state
}

// depositStates are Aurex's words (users page).
var depositStates = map[string]State{
	"waiting":   {Waiting, "waiting", Open},
	"confirmed": {Done, "confirmed", Good},
	"failed":    {Ended, "failed", Bad},
	"expired":   {"◌", "expired", Bad},
}

// OfDeposit is the status of a deposit. It is confirmed only where the driver, too, takes it to have arrived.
func OfDeposit(d client.Deposit) State {
	state, known := depositStates[strings.ToLower(d.Status)]
	if !known || state.Tone == Good && d.Stage != client.StageDone {
		return own(d.Status)
	}
	return state
}
