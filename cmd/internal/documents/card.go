package documents

import "cardwallet/client"

// Card is a card, wherever one is printed.
type Card struct {
	Profile      string            `json:"profile"`       // the account, by its name in the config
	Issuer       string            `json:"issuer"`        // finhub, aurex or linora
	ID           string            `json:"id"`            // the issuer's id of the card, which is not its number
	Name         *string           `json:"name"`          // what it is called: its label, else the issuer's name
	Label        *string           `json:"label"`         // what people called it with cards label
	IssuerName   *string           `json:"issuer_name"`   // what the issuer calls it
	Status       client.CardStatus `json:"status"`        // where it stands
	IssuerStatus *string           `json:"issuer_status"` // the issuer's own word for that
	Balance      *Money            `json:"balance"`       // what can be spent
	Used         *Money            `json:"used"`          // what was spent so far
	Last4        *string           `json:"last4"`         // the last four digits of its number
	TypeID       *string           `json:"type_id"`       // its card type
	TypeName     *string           `json:"type_name"`     // what the type is called
	BIN          *string           `json:"bin"`           // the first digits of its number
	Category     *string           `json:"category"`      // the issuer's word for what it is for
	HolderID     *string           `json:"holder_id"`     // whom it is made out to
	HolderName   *string           `json:"holder_name"`   // first and last name of the holder
	CreatedAt    *Time             `json:"created_at"`    // when it was made
	Unreadable   *string           `json:"unreadable"`    // what of the issuer's record could not be read
}

// CardOf is the card. It knows the ids of type and holder, and not their names.
func CardOf(c client.Card) Card {
	label := ""
	if c.IssuerName != "" && c.Name != c.IssuerName {
		label = c.Name
	}
	issuers := c.IssuerName
	if issuers == "" && label == "" {
		issuers = c.Name
	}
	return Card{
		Profile: c.Profile, Issuer: c.Issuer, ID: c.ID, Name: Text(c.Name), Label: Text(label), IssuerName: Text(issuers), Status: c.Status,
		IssuerStatus: Text(c.IssuerStatus), Balance: MoneyOf(c.Balance), Used: MoneyOf(c.Used), Last4: Text(c.Last4), TypeID: Text(c.TypeID),
		BIN: Text(c.BIN), Category: Text(c.Category), HolderID: Text(c.HolderID), CreatedAt: KnownTime(c.CreatedAt),
		Unreadable: Text(c.Unreadable),
	}
}

// RevealedCard is a card with what was opened of it on this machine.
type RevealedCard struct {
	Card
	Number      *string `json:"number"`       // its number, digits alone
	Expiry      *string `json:"expiry"`       // when it expires, as MM/YY
	CVV         *string `json:"cvv"`          // its CVV, digits alone
	ActivateURL *string `json:"activate_url"` // the page where a gift card is redeemed
	Odd         *Odd    `json:"odd"`          // which of these are not as such a thing looks; null where all are
}

// Odd is what is odd about opened values, which are printed as they came.
type Odd struct {
	Number *string `json:"number"` // what is odd about the number
	Expiry *string `json:"expiry"` // what is odd about the expiry
	CVV    *string `json:"cvv"`    // what is odd about the CVV
	URL    *string `json:"url"`    // what is odd about the page
}

// Limits are what a card may spend and where.
type Limits struct {
	Profile          string            `json:"profile"`           // the account, by its name in the config
	CardID           string            `json:"card_id"`           // the card
	Currency         *string           `json:"currency"`          // of the card
	NoPINAmount      *Money            `json:"no_pin_amount"`     // what it pays without its PIN
	SpendingControls []SpendingControl `json:"spending_controls"` // what it may spend at most
	AllowedMCC       []string          `json:"allowed_mcc"`       // merchant categories where alone it pays; empty where it is not so bound
	BlockedMCC       []string          `json:"blocked_mcc"`       // merchant categories where it never pays
	Settable         []string          `json:"settable"`          // which of no_pin_amount, spending_controls and mcc can be set
	Intervals        []string          `json:"intervals"`         // the intervals that a limit can be set for, in the issuer's words
}

// SpendingControl is a limit of what may be spent in an interval.
type SpendingControl struct {
	Interval *string `json:"interval"` // the issuer's word, such as PER_TRANSACTION
	Amount   *Amount `json:"amount"`   // the limit
	Currency *string `json:"currency"` // of the limit
	Settable bool    `json:"settable"` // whether it can be set
}

// ControlOf is the limit.
func ControlOf(c client.SpendingControl) SpendingControl {
	out := SpendingControl{Interval: Text(c.Interval), Settable: c.Settable}
	out.Amount, out.Currency = Own(c.Amount)
	return out
}

// Code is a one-time password, an approval page or an activation code.
type Code struct {
	Profile     string  `json:"profile"`      // the account, by its name in the config
	CardID      string  `json:"card_id"`      // the card
	Code        string  `json:"code"`         // the code, opened
	Type        *string `json:"type"`         // the issuer's word: third_3ds_otp, auth_url, activation_code
	Merchant    *string `json:"merchant"`     // whom it pays
	Amount      *Amount `json:"amount"`       // of the purchase
	Currency    *string `json:"currency"`     // of the purchase
	ReceivedAt  Time    `json:"received_at"`  // when the issuer made it, on the issuer's clock
	TimeAssumed bool    `json:"time_assumed"` // the issuer sent no time: received_at is when it was seen first
	ExpiresAt   Time    `json:"expires_at"`   // how long it is good, on the issuer's clock
}

// CodeOf is the code with its opened value.
func CodeOf(c client.Code, value string) Code {
	out := Code{Profile: c.Profile, CardID: c.CardID, Code: value, Type: Text(c.Type), Merchant: Text(c.Merchant),
		ReceivedAt: TimeOf(c.ReceivedAt), TimeAssumed: c.TimeAssumed, ExpiresAt: TimeOf(c.ExpiresAt)}
	out.Amount, out.Currency = Own(c.Amount)
	return out
}
