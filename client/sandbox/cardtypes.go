package sandbox

import "github.com/shopspring/decimal"

const (
	modePrepaid = "PREPAID_CARD"
	modeBudget  = "BUDGET_CARD"

	categoryGift         = "GIFT"
	categoryPurchase     = "PURCHASE"
	categorySubscription = "SUBSCRIPTION"
	categoryPhysical     = "PHYSICAL"
)

// cardType is one kind of card that FinHub issues, with the terms that the cards of it have.
type cardType struct {
	id           int64
	organization string
	bin          string
	mode         string
	category     string
	name         string
	offline      bool
	currency     string
	price        decimal.Decimal
	openMin      decimal.Decimal
	openMax      decimal.Decimal
	needHolder   bool
	holderModel  string
	noDeposit    bool
	noFreeze     bool
	depositMin   decimal.Decimal
	depositMax   decimal.Decimal
	feeRate      decimal.Decimal // percent
	fixedFee     decimal.Decimal
	decimals     int32
	retention    decimal.Decimal
	controls     bool // spending limits can be set
	mcc          bool // merchant categories can be set
	noUsed       bool // usedAmount is not supported on this BIN
}

func (t *cardType) physical() bool { return t.category == categoryPhysical }

// fee of a deposit: a share and a fixed part, rounded half up to the cent. How the issuer rounds is not documented.
func (t *cardType) fee(amount decimal.Decimal) decimal.Decimal {
	return amount.Mul(t.feeRate).Shift(-2).Add(t.fixedFee).Round(2)
}

func whole(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// cardTypes are on offer. The BINs are of the test ranges of their networks.
func cardTypes() []*cardType {
	return []*cardType{
		{id: 111001, organization: "Visa", bin: "411111", mode: modePrepaid, category: categorySubscription, name: "Visa Subscriptions",
			currency: "USD",
			price:    whole(10), openMin: whole(10), openMax: whole(100_000), holderModel: "B2B", depositMin: whole(20), depositMax: whole(100_000),
			feeRate: whole(1), decimals: 2, retention: whole(5), controls: true, mcc: true},
		{id: 111002, organization: "MasterCard", bin: "555555", mode: modePrepaid, category: categoryPurchase, name: "Mastercard Purchases",
			currency: "USD",
			price:    whole(5), openMin: whole(5), openMax: whole(5_000), needHolder: true, holderModel: "B2C", depositMin: whole(10),
			depositMax: whole(5_000),
			feeRate:    decimal.New(15, -1), fixedFee: decimal.New(5, -1), decimals: 2, retention: whole(1)},
		{id: 111003, organization: "Discover", bin: "601111", mode: modePrepaid, category: categoryPurchase, name: "Discover Whole Dollars",
			currency: "USD",
			price:    decimal.New(25, -1), openMin: whole(50), openMax: whole(2_000), holderModel: "B2B", noFreeze: true, depositMin: whole(50),
			depositMax: whole(2_000), fixedFee: whole(2), decimals: 0, retention: whole(0), noUsed: true},
		{id: 111004, organization: "Visa", bin: "400000", mode: modePrepaid, category: categoryGift, name: "Visa Gift", currency: "USD",
			price: whole(1), openMin: whole(25), openMax: whole(500), holderModel: "B2B", noDeposit: true, noFreeze: true, decimals: 2,
			noUsed: true},
		{id: 111005, organization: "Visa", bin: "424242", mode: modePrepaid, category: categoryPhysical, name: "Visa Plastic", currency: "USD",
			price: whole(25), openMin: whole(20), openMax: whole(10_000), needHolder: true, holderModel: "B2C", depositMin: whole(20),
			depositMax: whole(10_000),
			feeRate:    whole(1), decimals: 2, retention: whole(5), controls: true, mcc: true},
		{id: 111006, organization: "MasterCard", bin: "510510", mode: modeBudget, category: categoryPurchase, name: "Mastercard Budget",
			currency:    "USD",
			holderModel: "B2B", noDeposit: true, decimals: 2, controls: true, mcc: true},
		{id: 111007, organization: "MasterCard", bin: "222300", mode: modePrepaid, category: categorySubscription, name: "Mastercard Euro",
			currency: "EUR",
			price:    whole(8), openMin: whole(10), openMax: whole(20_000), holderModel: "B2B", depositMin: whole(10), depositMax: whole(20_000),
			feeRate: decimal.New(125, -2), decimals: 2, retention: whole(2)},
		{id: 111008, organization: "Visa", bin: "400005", mode: modePrepaid, category: categorySubscription, name: "Visa Retired",
			offline: true, currency: "USD",
			price: whole(10), openMin: whole(10), openMax: whole(1_000), holderModel: "B2B", depositMin: whole(10), depositMax: whole(1_000),
			feeRate: whole(2), decimals: 2, retention: whole(0)},
	}
}

// maxCardsPerHolder is metadata.cardHolderMaxCardLimit of every card type.
const maxCardsPerHolder = 500
