package screentest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/issuertest"
	"cardwallet/crypto"
)

// The values that must not be seen unless asked for.
const (
	TestPAN    = "4288375123454242"
	TestExpiry = "09/29"
	TestCVV    = "738"
	TestLink   = "https://gift.example/redeem/7f3a91"
)

// Usd is an amount in dollars.
func Usd(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }

// AdsCard is an active card of the account fin.
func AdsCard() client.Card {
	return client.Card{
		Profile: "fin", Issuer: "finhub", ID: "1844674407370955161", Name: "Ads EU", Status: client.CardActive, IssuerStatus: "Active",
		Balance: Usd("120"), TypeID: "111021", BIN: "428837", Category: "PURCHASE", Form: client.FormVirtual,
	}
}

// vault opens fields by looking them up, as a private key would.
type vault struct {
	mu     sync.Mutex
	Opened []string
	Err    error
	Delay  time.Duration
	Given  []crypto.Secret
}

// Open gives what was sealed, and notes it.
func (v *vault) Open(ctx context.Context, sealed string) (crypto.Secret, error) {
	if v.Delay > 0 {
		time.Sleep(v.Delay)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.Err != nil {
		return crypto.Secret{}, v.Err
	}
	v.Opened = append(v.Opened, sealed)
	s := crypto.SecretFromString(strings.TrimPrefix(sealed, "sealed:"))
	v.Given = append(v.Given, s)
	return s, nil
}

// Sealed is a field that this vault opens.
func (v *vault) Sealed(kind client.FieldKind, value string) client.Field {
	return client.SealedField(kind, "sealed:"+value, v)
}

// FakeIssuer answers from memory and counts.
type FakeIssuer struct {
	Mu         sync.Mutex
	Vault      *vault
	TheCard    client.Card
	TheDetails client.Details
	TheFunds   []client.Funds
	TheTerms   client.Terms
	Withdraw   client.Terms
	Create     client.Terms
	Types      []client.CardType
	Changes    map[client.MovementKind]client.ChangeTerms
	TheRecords []client.Record
	Asked      client.RecordQuery
	Errs       map[string]error // by method
	Delay      time.Duration
	calls      map[string]int
}

// NewFakeIssuer returns an issuer with one card, one wallet and three card types, which offers everything.
func NewFakeIssuer() *FakeIssuer {
	v := &vault{}
	return &FakeIssuer{
		Vault: v, TheCard: AdsCard(), Errs: map[string]error{}, calls: map[string]int{}, Changes: map[client.MovementKind]client.ChangeTerms{},
		TheDetails: client.Details{
			Number: v.Sealed(client.FieldPAN, TestPAN), Expiry: v.Sealed(client.FieldExpiry, TestExpiry), CVV: v.Sealed(client.FieldCVV, TestCVV),
		},
		TheFunds: []client.Funds{{Kind: client.FundsWallet, Available: Usd("1000")}},
		TheTerms: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(10)), Max: decimal.NewNullDecimal(decimal.NewFromInt(5000)),
			Decimals: 2, Rate: decimal.RequireFromString("0.03"),
		},
		Withdraw: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.New(1, -2)), Max: decimal.NewNullDecimal(decimal.NewFromInt(115)), Decimals: 2,
			MaxReason: "the card must keep 5.00 USD",
		},
		Create: client.Terms{
			Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(20)), Max: decimal.NewNullDecimal(decimal.NewFromInt(500)),
			Decimals: 2, Rate: decimal.RequireFromString("0.01"), Fixed: decimal.NewFromInt(10),
		},
		Types: []client.CardType{
			{ID: "111002", Name: "531993", Organization: "Visa", Category: "SUBSCRIPTION", Type: "Virtual", Mode: "PREPAID_CARD", Price: Usd("10"),
				OpenMin: Usd("20"), OpenMax: Usd("500"), CanOpen: true},
			{ID: "111003", Name: "Budget", Organization: "MasterCard", Category: "PURCHASE", Type: "Physical", Mode: "BUDGET_CARD", Price: Usd("1"),
				NeedsHolder: true, MaxCardsPerHolder: 5, CanOpen: true},
			{ID: "111004", Name: "Retired", CanOpen: false},
		},
	}
}

// Called counts a call of a method, takes as long as Delay says, and gives the error that was set for it.
func (f *FakeIssuer) Called(method string) error {
	if f.Delay > 0 {
		time.Sleep(f.Delay)
	}
	f.Mu.Lock()
	defer f.Mu.Unlock()
	f.calls[method]++
	return f.Errs[method]
}

// Set makes a method fail with err; nil lets it succeed again.
func (f *FakeIssuer) Set(method string, err error) {
	f.Mu.Lock()
	defer f.Mu.Unlock()
	f.Errs[method] = err
}

// Count is how often a method was called.
func (f *FakeIssuer) Count(method string) int {
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return f.calls[method]
}

// Cards lists the one card.
func (f *FakeIssuer) Cards(_ context.Context, take func(client.CardsPage)) error {
	err := f.Called("cards")
	if client.Readable(err) == nil {
		take(client.CardsPage{Cards: []client.Card{f.TheCard}, Done: 1, Pages: 1})
	}
	return err
}

// Card reads the one card, whatever the id is.
func (f *FakeIssuer) Card(context.Context, string) (client.Card, error) {
	err := f.Called("card")
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return f.TheCard, err
}

// Details are sealed by the vault.
func (f *FakeIssuer) Details(ctx context.Context, _ string) (client.Details, error) {
	return f.TheDetails, errors.Join(f.Called("details"), ctx.Err())
}

// Codes are none: the root asks for them.
func (f *FakeIssuer) Codes(context.Context, string) ([]client.Code, error) {
	return nil, f.Called("codes")
}

// Funds are the wallet.
func (f *FakeIssuer) Funds(context.Context) ([]client.Funds, error) {
	err := f.Called("funds")
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return f.TheFunds, err
}

// StatusRules are those of an issuer with all kinds of movements.
func (*FakeIssuer) StatusRules() client.StatusRules { return issuertest.StatusRules }

// Moves reports that every kind of movement is offered.
func (f *FakeIssuer) Moves(client.MovementKind) bool { return true }

// Terms are those that the test has set for the kind.
func (f *FakeIssuer) Terms(_ context.Context, in client.Intent) (client.Terms, error) {
	switch in.Kind {
	case client.MoveWithdraw:
		return f.Withdraw, f.Called("withdraw terms")
	case client.MoveCreate:
		return f.Create, f.Called("create terms")
	default: // of a top-up: changes have none
		return f.TheTerms, f.Called("terms")
	}
}

// Send fails: orders go through the journal.
func (f *FakeIssuer) Send(context.Context, client.Order) (client.Operation, error) {
	return client.Operation{}, errors.New("a screen sent an order past the journal")
}

// Limited is an issuer that moves cards and money in some ways only.
type Limited struct {
	client.Issuer
	client.Mover
	Kinds []client.MovementKind
}

// StatusRules are those of an issuer with all kinds of movements.
func (Limited) StatusRules() client.StatusRules { return issuertest.StatusRules }

// Moves reports whether the kind is among Kinds.
func (o Limited) Moves(kind client.MovementKind) bool { return slices.Contains(o.Kinds, kind) }

// CheckPart takes numbers that do not begin with 0.
func (*FakeIssuer) CheckPart(part client.CardPart, text string) (problem string, ok bool) {
	switch {
	case part == client.PartNumber:
		return "", text != ""
	case strings.HasPrefix(text, "0"):
		return "which does not begin with 0", false
	case text == "" || strings.Trim(text, "0123456789") != "":
		return "digits only", false
	}
	return "", true
}

// CardParts are what a card of the type needs.
func (f *FakeIssuer) CardParts(t client.CardType) (parts []client.CardPart) {
	for part, needed := range map[client.CardPart]bool{
		client.PartHolder: t.NeedsHolder, client.PartAccount: t.Mode == "BUDGET_CARD", client.PartNumber: t.Type == "Physical",
	} {
		if needed {
			parts = append(parts, part)
		}
	}
	return parts
}

// CardTypes are those that the test has set.
func (f *FakeIssuer) CardTypes(context.Context) ([]client.CardType, error) {
	return f.Types, f.Called("types")
}
