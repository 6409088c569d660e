package documents

import (
	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/client/words"
)

// Record is one line of a card's or an account's history at the issuer.
type Record struct {
	ID                *string           `json:"id"`                 // the issuer's id, unique within its kind
	Profile           string            `json:"profile"`            // the account, by its name in the config
	Kind              client.RecordKind `json:"kind"`               // the list that it is from
	Type              *string           `json:"type"`               // the issuer's word for what it is: auth, refund, deposit
	Status            *RecordStatus     `json:"status"`             // where it stands; null for a 3DS record without one
	Amount            *Amount           `json:"amount"`             // as the merchant asked for it, or of the operation
	Currency          *string           `json:"currency"`           // of the amount
	Merchant          *string           `json:"merchant"`           // what the merchant is called
	CardID            *string           `json:"card_id"`            // the card
	CreatedAt         *Time             `json:"created_at"`         // when it happened
	TradeNo           *string           `json:"trade_no"`           // the issuer's number of the purchase, which several records can share
	OriginID          *string           `json:"origin_id"`          // the id of what it refunds, reverses or pays for
	OrderID           *string           `json:"order_id"`           // the order of the journal, or of another program
	CardAmount        *Money            `json:"card_amount"`        // the amount in the card's currency
	Received          *Money            `json:"received"`           // what was credited
	Fee               *Money            `json:"fee"`                // its fee, or the price of a card
	CrossBorderFee    *Money            `json:"cross_border_fee"`   // the fee for another country or currency
	Settled           *Money            `json:"settled"`            // what was settled
	SettledAt         *Time             `json:"settled_at"`         // when that was
	AuthorizationCode *string           `json:"authorization_code"` // the merchant's authorization code
	MerchantData      *MerchantData     `json:"merchant_data"`      // more about the merchant; null where only the name is known
	Description       *string           `json:"description"`        // the issuer's words
	Remark            *string           `json:"remark"`             // the remark that was sent with the order
	TypeID            *string           `json:"type_id"`            // purchases: the card type
	CardType          *string           `json:"card_type"`          // purchases: the issuer's word, Virtual or Physical
	Organization      *string           `json:"organization"`       // purchases: Visa, MasterCard, Discover
	BIN               *string           `json:"bin"`                // purchases: the first digits of the number
	PaidFrom          *string           `json:"paid_from"`          // fees: what paid, in the issuer's word
	ExpiresAt         *Time             `json:"expires_at"`         // 3DS: when the code expires
	Unreadable        *string           `json:"unreadable"`         // what of the issuer's record could not be read
	IssuerStatus      *string           `json:"issuer_status"`      // the issuer's own word for the status
}

// RecordKinds are the lists that there are.
var RecordKinds = []client.RecordKind{client.RecordAuthorizations, client.RecordOperations, client.RecordOperationsV1,
	client.RecordPurchases, client.RecordFees, client.Record3DS, client.RecordHistory}

// RecordStatus is where a record stands.
type RecordStatus string

// MerchantData is where a card was used.
type MerchantData struct {
	Name       *string `json:"name"`        // what the merchant is called
	MCC        *string `json:"mcc"`         // the merchant category, an ISO 18245 code of four digits
	MCCName    *string `json:"mcc_name"`    // what that category is called
	Category   *string `json:"category"`    // the issuer's word for it
	Country    *string `json:"country"`     // where it is
	State      *string `json:"state"`       // where it is
	City       *string `json:"city"`        // where it is
	ZIP        *string `json:"zip"`         // where it is
	MerchantID *string `json:"merchant_id"` // its id
	WalletType *string `json:"wallet_type"` // the wallet that paid, such as ApplePay
}

// RecordOf is the record.
func RecordOf(r client.Record) Record {
	out := Record{
		ID: Text(r.ID), Profile: r.Profile, Kind: r.Kind, Type: Text(r.Type), Merchant: Text(r.Merchant.Name), CardID: Text(r.CardID),
		CreatedAt: KnownTime(r.At), TradeNo: Text(r.Trade), OriginID: Text(r.OriginID), OrderID: Text(r.OrderID),
		CardAmount: MoneyOf(r.CardAmount), Received: MoneyOf(r.Received), Fee: MoneyOf(r.Fee), CrossBorderFee: MoneyOf(r.CrossBorder),
		Settled: MoneyOf(r.Settled), SettledAt: KnownTime(r.SettledAt), AuthorizationCode: Text(r.AuthorizationCode),
		MerchantData: merchantOf(r.Merchant), Description: Text(r.Description), Remark: Text(r.Remark), TypeID: Text(r.TypeID),
		CardType: Text(r.CardType), Organization: Text(r.Organization), BIN: Text(r.BIN), PaidFrom: Text(r.PaidFrom),
		ExpiresAt: KnownTime(r.ExpiresAt), Unreadable: Text(r.Unreadable), IssuerStatus: Text(r.Status),
	}
	out.Amount, out.Currency = Own(r.Amount)
	if status := RecordStatus(words.StatusOfRecord(r)); status != "" {
		out.Status = &status
	}
	return out
}

func merchantOf(m client.Merchant) *MerchantData {
	bare := client.Merchant{Name: m.Name}
	if m == bare {
		return nil
	}
	return &MerchantData{Name: Text(m.Name), MCC: Text(m.MCC), MCCName: Text(mcc.Name(m.MCC)), Category: Text(m.Category),
		Country: Text(m.Country), State: Text(m.State), City: Text(m.City), ZIP: Text(m.ZIP), MerchantID: Text(m.ID),
		WalletType: Text(m.WalletType)}
}

// LinkedRecord is a record with those that belong to it.
type LinkedRecord struct {
	Record
	Original *Record  `json:"original"` // what it refunds, reverses or pays for; null where there is none or it was not found
	Linked   []Record `json:"linked"`   // what refunds or reverses it, and its fees
}

// Spending is what was spent in one currency at an account, or with one card of it. Refunds are taken off.
type Spending struct {
	Profile   string          `json:"profile"`   // the account, by its name in the config
	CardID    *string         `json:"card_id"`   // the card that was asked for; null for all cards of the account
	Amount    *Amount         `json:"amount"`    // what was spent in all
	Currency  *string         `json:"currency"`  // of the amount
	Days      []DaySpent      `json:"days"`      // by day, the oldest first, each day of the time
	Merchants []MerchantSpent `json:"merchants"` // by merchant, the most first
}

// SpendingBy is what was spent in a time, in parts. Refunds are taken off.
type SpendingBy struct {
	Since  Time        `json:"since"`  // from then on
	Until  Time        `json:"until"`  // before that time
	By     []string    `json:"by"`     // what the parts are split by: card, account, day, merchant, category
	Parts  []SpentPart `json:"parts"`  // by day the oldest first, then by currency, the most first
	Totals []Money     `json:"totals"` // of all parts, by currency
}

// SpentPart is what was spent by one card, on one day, and so on. What it is not split by is null.
type SpentPart struct {
	Profile  *string `json:"profile"`   // the account, by its name in the config; by card or account
	CardID   *string `json:"card_id"`   // the card; by card
	CardName *string `json:"card_name"` // what the card is called on this machine, else by its issuer; by card
	Day      *Day    `json:"day"`       // the day where the program runs; by day
	Merchant *string `json:"merchant"`  // what the merchant is called; null also where the issuer names none
	MCC      *string `json:"mcc"`       // the merchant category, an ISO 18245 code of four digits; by category
	Category *string `json:"category"`  // what that is called, else the issuer's word for it; by category
	Amount   *Amount `json:"amount"`    // what was spent, less than zero where more came back
	Currency *string `json:"currency"`  // of the amount
	Records  int     `json:"records"`   // how many purchases and refunds that were
}

// DaySpent is what was spent on a day.
type DaySpent struct {
	Day      Day     `json:"day"`      // the day
	Amount   *Amount `json:"amount"`   // what was spent, less than zero where more came back
	Currency *string `json:"currency"` // of the amount
}

// MerchantSpent is what was spent at a merchant.
type MerchantSpent struct {
	Merchant *string `json:"merchant"` // what the merchant is called; null where the issuer names none
	Amount   *Amount `json:"amount"`   // what was spent, less than zero where more came back
	Currency *string `json:"currency"` // of the amount
}

// Category is a merchant category.
type Category struct {
	Code string `json:"code"` // its ISO 18245 code, four digits
	Name string `json:"name"` // what it is called
}
