package dashboard

import (
	"context"
	"encoding/json"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// The names of the paths of a dialect, as the config has them.
const (
	PathWallet       = "wallet"
	PathCards        = "cards"
	PathCard         = "card"
	PathTopUp        = "topup"
	PathCodes        = "otp"
	PathDeposits     = "deposits"
	PathTransactions = "transactions"
)

// pathsOfACard are those of one card that there is.
var pathsOfACard = []string{PathCard, PathTopUp, PathCodes, PathTransactions}

// Dialect is what one issuer writes in its own way.
type Dialect struct {
	Issuer   string            // what it is called in cards and errors: "aurex"
	Currency string            // what amounts are in unless an answer says otherwise
	Paths    map[string]string // templates after the base URL with {userId} and {cardId}, by the names above
	Assets   []string          // what can be sent as a deposit

	Unwrap   transport.Unwrap
	Classify transport.Classify
	Proving  []string // words of refusals, see transport.Options

	Statuses map[string]client.CardStatus // by the issuer's words, lower case
	Stages   map[string]client.Stage      // of records, the same way; what is pending, and any other, holds its amount
	// DepositStages are those of deposits, the same way; any other word leaves a deposit open.
	DepositStages map[string]client.Stage
	// OneType is the id of the one type of card that there is; empty where none can be chosen.
	OneType string
	// RemarkRefusal says that an order takes no remark.
	RemarkRefusal string
	// IDOptional says that an answer about one card need not name it.
	IDOptional bool
	// MaySeal says that what is too long to be plain card data is sealed, for Options.Opener.
	MaySeal bool

	// TopUpTerms gives the limits and the fee of a top-up of the card, CreateTerms those of a new card, whose name was checked before.
	TopUpTerms  func(context.Context, *Driver, client.Card) (client.Terms, error)
	CreateTerms func(context.Context, *Driver) (client.Terms, error)

	// What is sent for a top-up, a new card, and the request of a deposit.
	TopUpBody   func(amount json.Number) any
	CreateBody  func(name string, balance json.Number) any
	DepositBody func(amount json.Number, asset string) any

	// What comes back.
	Card        Form[Card]
	Code        Form[Code]
	Wallet      Form[Wallet]
	Transaction Form[Transaction]
	Deposit     Form[Deposit]
	ToppedUp    Form[Receipt]
	Created     Form[Receipt]
}

// Card is what an answer says of a card. The list may leave out number, expiry and CVV.
type Card struct {
	ID                  transport.ID
	Name                string
	Balance             transport.Amount
	Currency            string
	Status              string
	Number, Expiry, CVV transport.Bytes
	CreatedAt           transport.Time
	Figures             Figures
}

// Figures are what an answer may say of limits and fees. What it does not say is not set.
type Figures struct {
	MinBalance, MaxBalance transport.Amount
	MinTopUp, MaxTopUp     transport.Amount
	IssuanceFee            transport.Amount
	ServiceFeeRate         transport.Amount // a fraction
	ServiceFee             transport.Amount // fixed
	NoTopUps               bool             // it says that the card cannot be topped up
}

// wipe removes what must not stay in memory: number, expiry and CVV.
func (c *Card) wipe() {
	for _, secret := range []*transport.Bytes{&c.Number, &c.Expiry, &c.CVV} {
		clear(*secret)
		*secret = nil
	}
}

// Code is a card's current code.
type Code struct {
	Value  transport.Bytes
	CardID transport.ID // empty where the answer does not say
	Left   transport.Lifetime
	Until  time.Time // counts before Left; zero where the answer has no such time
}

// Wallet pays for cards and top-ups.
type Wallet struct {
	UserID         transport.ID // empty where the answer does not say
	Balance        transport.Amount
	PendingBalance transport.Amount
	InCardsBalance transport.Amount
	Currency       string
}

// Transaction is an entry of a card's history.
type Transaction struct {
	ID       transport.ID // empty where the answer has none
	Amount   transport.Amount
	Currency string
	Status   string
	At       transport.Time
}

// Deposit is a deposit that was requested.
type Deposit struct {
	ID                 transport.ID
	Amount, Net        transport.Amount
	Asset              string
	Address            string
	Status             string
	Fees               DepositFees
	ExpiresAt, Created transport.Time
}

// DepositFees are what is kept of a deposit: by the platform and by the merchant, in percent and in USD, and all in all.
type DepositFees struct {
	PlatformPercent, PlatformUSD transport.Amount
	MerchantPercent, MerchantUSD transport.Amount
	Total                        transport.Amount
}

// Receipt is the answer to a top-up or to the creation of a card.
type Receipt struct {
	CardID   transport.ID
	Topped   bool             // after a top-up: the answer has the card's new balance
	Amount   transport.Amount // what the card was given
	Fee      transport.Amount
	Currency string
}

// ask sends a request and reads the answer into out.
type ask func(out any) error

// Form is how a dialect writes a V.
type Form[V any] struct {
	one    func(ask) (transport.Record[V], error)
	orNone func(ask) (V, error)
	list   func(ask) (transport.Records[V], error)
}

// FormOf makes a Form of a wire struct and of what it means.
func FormOf[W, V any](means func(W) V) Form[V] {
	return Form[V]{
		one: func(ask ask) (transport.Record[V], error) {
			var wire transport.Record[W]
			err := ask(&wire)
			return transport.MeaningOf(wire, means), err
		},
		orNone: func(ask ask) (V, error) {
			var wire transport.OrNone[W]
			err := ask(&wire)
			return means(wire.Value), err
		},
		list: func(ask ask) (transport.Records[V], error) {
			var wire transport.Records[W]
			err := ask(&wire)
			records := make(transport.Records[V], 0, len(wire))
			for _, r := range wire {
				records = append(records, transport.MeaningOf(r, means))
			}
			return records, err
		},
	}
}
