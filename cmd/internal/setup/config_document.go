package setup

import (
	"maps"
	"slices"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/config"
	"cardwallet/config/edit"
)

func settingsDocument(c *config.Config) documents.Settings {
	out := documents.Settings{Path: documents.Text(c.Path), Selected: []string{}}
	for _, p := range c.Selected() {
		out.Selected = append(out.Selected, p.Name)
	}
	out.Settings = documents.List(c.InForce(), func(s config.Held) documents.Setting { return settingDocument(s.Path, s.Value, s.From) })
	return out
}

// settingDocument is the setting at the path. An amount is money: the last part of its path is its currency.
func settingDocument(path []string, value any, from string) documents.Setting {
	out := documents.Setting{Key: edit.Key(path...), Value: value, From: documents.Text(from)}
	switch value := value.(type) {
	case config.Amounts:
		list := []documents.Money{}
		for _, currency := range slices.Sorted(maps.Keys(value)) {
			list = append(list, moneyOf(value[currency], currency)...)
		}
		out.Value = list
	case string:
		if value == "" {
			out.Value = nil
		}
		if s, err := edit.Find(nil, path...); err == nil && s.Kind == config.KindAmount {
			if money := moneyOf(value, path[len(path)-1]); len(money) == 1 {
				out.Value = money[0]
			}
		}
	}
	return out
}

// moneyOf reads an amount that the config has read before; none where it cannot be read.
func moneyOf(amount, currency string) []documents.Money {
	m, err := client.ParseMoneyOrZero(amount, currency)
	if err != nil {
		return nil
	}
	return []documents.Money{*documents.MoneyOf(m)}
}
