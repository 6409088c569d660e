package finhub

import (
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireLimits is what a card may spend (FinHub cards page; riskControls from the platform under FinHub). Nothing depends on it, so a part
// in an odd form counts as missing.
type wireLimits struct {
	NoPINAmount      transport.Loose[transport.Amount] `json:"noPinPaymentAmount"`
	SpendingControls transport.Loose[[]wireControl]    `json:"spendingControls"`
	RiskControls     transport.Loose[wireRiskControls] `json:"riskControls"`
}

type wireControl struct {
	Interval       string           `json:"interval"`
	Amount         transport.Amount `json:"amount"`
	SupportSetting bool             `json:"supportSetting"` // of a card type only
}

type wireRiskControls struct {
	AllowedMCC []string `json:"allowedMcc"`
	BlockedMCC []string `json:"blockedMcc"`
}

func spendingControls(wire []wireControl, currency string) []client.SpendingControl {
	var out []client.SpendingControl
	for _, c := range wire {
		out = append(out, client.SpendingControl{Interval: c.Interval, Amount: c.Amount.Money(currency), Settable: c.SupportSetting})
	}
	return out
}

// limits is nil for a card without any. Cards that cannot have an amount without a PIN say that it is 0, which is no limit.
func (w wireLimits) limits(currency string, physical bool) *client.Limits {
	l := client.Limits{
		NoPINAmount: w.NoPINAmount.Value.Money(currency),
		Controls:    spendingControls(w.SpendingControls.Value, currency),
		AllowedMCC:  kept(w.RiskControls.Value.AllowedMCC),
		BlockedMCC:  kept(w.RiskControls.Value.BlockedMCC),
	}
	if l.NoPINAmount.Amount.IsZero() && !physical {
		l.NoPINAmount = client.Money{}
	}
	if l.IsZero() {
		return nil
	}
	return &l
}

// kept is nil for an empty list.
func kept(codes []string) []string {
	if len(codes) == 0 {
		return nil
	}
	return codes
}

// physical reports whether a card is known to be of plastic.
func physical(card client.Card, kind client.CardType) bool {
	return strings.EqualFold(kind.Type, physicalType) || card.Form == client.FormPhysical
}
