package sandbox

import "github.com/shopspring/decimal"

// linoraTerms are Linora. Its cards page says that limits and fees are in the answers without naming the fields, and its
// fees page that the Standard card, 5 to 500 USD, cannot be topped up. That it speaks the protocol of Aurex is inferred
// from the same words, tree and errors; all names and figures here are assumptions.
func linoraTerms(form CodeForm) terms {
	plus := &offer{bin: "555555", issueFee: whole(7), createRate: decimal.New(2, -2), createMin: whole(5), createMax: whole(2_000),
		topUpRate: decimal.New(2, -2), topUpMin: whole(5), topUpMax: whole(2_000), maxBalance: whole(2_000)}
	standard := &offer{bin: "510510", issueFee: whole(5), createRate: decimal.New(2, -2), createMin: whole(5), createMax: whole(500),
		topUpRate: decimal.Zero, topUpMin: whole(5), topUpMax: whole(500), maxBalance: whole(500), noTopUp: true}
	return terms{
		issuer: IssuerLinora, stream: 3, turn: 2, cards: 3, opening: 1_500, form: form, says: true, keyName: "linora_sandbox_",
		offers: []*offer{plus, standard},
		begins: []firstCard{{0, "Team Tools", statusActive}, {1, "Standard", statusActive}, {0, "Paused", statusFrozen}},
	}
}

// said is what Linora says of a card's terms. The names are assumptions, made of the words of its cards page. serviceFeeRate is that of a
// top-up, a fraction.
func (d *dashboard) said(c *card) members {
	if !d.terms.says {
		return nil
	}
	o := c.offer
	return members{
		"issuanceFee": number(o.issueFee), "serviceFeeRate": number(o.topUpRate), "minBalance": number(o.createMin),
		"maxBalance": number(o.maxBalance), "minTopUp": number(o.topUpMin), "maxTopUp": number(o.topUpMax), "topUpSupported": !o.noTopUp,
	}
}
