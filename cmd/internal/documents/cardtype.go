package documents

import "cardwallet/client"

// CardType is a kind of card on offer.
type CardType struct {
	Profile            string            `json:"profile"`                // the account, by its name in the config
	Issuer             string            `json:"issuer"`                 // finhub, aurex or linora
	ID                 *string           `json:"id"`                     // the issuer's id of the type
	Name               *string           `json:"name"`                   // what it is called
	Description        *string           `json:"description"`            // the issuer's words
	Organization       *string           `json:"organization"`           // Visa, MasterCard, Discover
	Country            *string           `json:"country"`                // where its cards are issued, ISO 3166
	Mode               *string           `json:"mode"`                   // PREPAID_CARD or BUDGET_CARD
	Type               *string           `json:"type"`                   // Virtual or Physical
	Category           *string           `json:"category"`               // GIFT, PURCHASE, SUBSCRIPTION, PHYSICAL
	BIN                *string           `json:"bin"`                    // the first digits of its cards' numbers
	Online             bool              `json:"online"`                 // whether it is on offer at all
	Currency           *string           `json:"currency"`               // of its cards
	Price              *Money            `json:"price"`                  // of making a card
	OpenMin            *Money            `json:"open_min"`               // the least that a new card is made with
	OpenMax            *Money            `json:"open_max"`               // the most that a new card is made with
	BalanceRetention   *Money            `json:"balance_retention"`      // what a withdrawal must leave on the card
	TopUp              TopUpTerms        `json:"topup"`                  // what a top-up of its cards takes
	OpenNeedsDeposit   bool              `json:"open_needs_deposit"`     // whether a new card needs an initial balance
	NeedsHolder        bool              `json:"needs_holder"`           // whether a new card needs a holder
	HolderModel        *string           `json:"holder_model"`           // B2B or B2C: what its holders have to tell
	HolderRegions      []string          `json:"holder_regions"`         // the nationalities that its holders can have, ISO 3166
	HolderAreaCodes    []string          `json:"holder_area_codes"`      // the area codes that their mobile phones can have
	MaxCardsPerHolder  int               `json:"max_cards_per_holder"`   // how many cards a holder can have; 0 is no limit that is known
	SupportsMCC        bool              `json:"supports_mcc"`           // whether merchant categories can be allowed and blocked
	SupportsNoPIN      bool              `json:"supports_no_pin_amount"` // whether the amount without a PIN can be set
	NoPINAmountMin     *Money            `json:"no_pin_amount_min"`      // the least that it can be set to
	NoPINAmountMax     *Money            `json:"no_pin_amount_max"`      // the most that it can be set to
	NoPINAmountDefault *Money            `json:"no_pin_amount_default"`  // what it is unless it is set
	SpendingControls   []SpendingControl `json:"spending_controls"`      // what its cards may spend at most
	CanOpen            bool              `json:"can_open"`               // whether cards can be made of it now
	CanFreeze          bool              `json:"can_freeze"`             // whether its cards can be frozen
	CanUnfreeze        bool              `json:"can_unfreeze"`           // whether its cards can be unfrozen
	Estimated          bool              `json:"estimated"`              // its figures are documented ones, and not the issuer's answer
	SupportedMerchants []string          `json:"supported_merchants"`    // merchants that are known to work
	RiskyMerchants     []string          `json:"risky_merchants"`        // merchants that put a card at risk
	Unreadable         *string           `json:"unreadable"`             // what of the issuer's record could not be read
}

// TopUpTerms are what an issuer asks of a top-up.
type TopUpTerms struct {
	Min         *Money  `json:"min"`          // the least; null where there is none
	Max         *Money  `json:"max"`          // the most; null where there is none
	RatePercent Decimal `json:"rate_percent"` // the fee in percent of the amount
	FixedFee    *Money  `json:"fixed_fee"`    // the fee on top of that
	Decimals    int     `json:"decimals"`     // how many decimals an amount can have
	FeeUnknown  bool    `json:"fee_unknown"`  // the issuer tells its fee only in its answer
	Estimated   bool    `json:"estimated"`    // the figures are documented ones, and not the issuer's answer
	Refusal     *string `json:"refusal"`      // why no top-up is possible; null where it is
}

// TypeOf is the card type, as the issuer offers it.
func TypeOf(issuer string, t client.CardType) CardType {
	return CardType{
		Profile: t.Profile, Issuer: issuer, ID: Text(t.ID), Name: Text(t.Name), Description: Text(t.Description),
		Organization: Text(t.Organization), Country: Text(t.Country), Mode: Text(t.Mode), Type: Text(t.Type), Category: Text(t.Category),
		BIN: Text(t.BIN), Online: t.Online, Currency: Text(t.Currency), Price: MoneyOf(t.Price), OpenMin: MoneyOf(t.OpenMin),
		OpenMax: MoneyOf(t.OpenMax), BalanceRetention: MoneyOf(t.Retention), TopUp: topUpOf(t.TopUp), OpenNeedsDeposit: t.OpenNeedsDeposit,
		NeedsHolder: t.NeedsHolder, HolderModel: Text(t.HolderModel), HolderRegions: Texts(t.HolderRegions),
		HolderAreaCodes: Texts(t.HolderAreaCodes), MaxCardsPerHolder: t.MaxCardsPerHolder, SupportsMCC: t.SupportsMCC,
		SupportsNoPIN: t.SupportsNoPIN, NoPINAmountMin: MoneyOf(t.NoPINAmountMin), NoPINAmountMax: MoneyOf(t.NoPINAmountMax),
		NoPINAmountDefault: MoneyOf(t.NoPINAmountDefault), SpendingControls: List(t.SpendingControls, ControlOf), CanOpen: t.CanOpen,
		CanFreeze: t.CanFreeze, CanUnfreeze: t.CanUnfreeze, Estimated: t.Estimated, SupportedMerchants: Texts(t.Supported),
		RiskyMerchants: Texts(t.Risky), Unreadable: Text(t.Unreadable),
	}
}

func topUpOf(t client.Terms) TopUpTerms {
	return TopUpTerms{Min: MoneyOf(t.Least()), Max: MoneyOf(t.Most()), RatePercent: Decimal(t.Rate.Shift(2).String()),
		FixedFee: MoneyOf(client.NewMoney(t.Fixed, t.Currency)), Decimals: int(t.Decimals), FeeUnknown: t.FeeUnknown, Estimated: t.Estimated,
		Refusal: Text(t.Refusal)}
}
