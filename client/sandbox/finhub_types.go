package sandbox

// wireTypeOf is one of the card types (FinHub cards page; noPin* and supportHolderNationality from the platform under it).
func wireTypeOf(t *cardType) members {
	form, status := "Virtual", "online"
	metadata := members{
		"cardHolderMaxCardLimit": maxCardsPerHolder, "cardHolderModel": t.holderModel, "spendingControls": nil, "supportSettingMcc": t.mcc,
		"supportSettingNoPinPaymentAmount": false, "defaultNoPinPaymentAmount": nil, "noPinPaymentAmountMinQuota": nil,
		"noPinPaymentAmountMaxQuota": nil, "supportUpdateCardHolerEmail": false, // spelled so
	}
	if t.physical() {
		form = "Physical"
		metadata["supportSettingNoPinPaymentAmount"], metadata["defaultNoPinPaymentAmount"] = true, 500
		metadata["noPinPaymentAmountMinQuota"], metadata["noPinPaymentAmountMaxQuota"] = 0, 2000
	}
	if t.controls {
		metadata["spendingControls"] = []members{{"interval": perTransaction, "amount": "1000", "supportSetting": true}}
	}
	if t.offline {
		status = "offline"
	}
	countries, areaCodes := holderPlaces(t)
	return members{
		"cardTypeId": t.id, "organization": t.organization, "country": "US", "mode": t.mode, "bankCardBin": t.bin, "type": form,
		"category": t.category, "cardName": t.name, "cardDesc": t.name + " for online payments", "cardPrice": text(t.price),
		"cardPriceCurrency": t.currency, "support": []string{"Google", "Amazon"}, "risk": []string{"Gambling"}, "status": status,
		"needCardHolder": t.needHolder, "supportHolderRegin": countries, "supportHolderNationality": countries,
		"supportHolderAreaCode": areaCodes, "needDepositForActiveCard": t.mode == modePrepaid,
		"depositAmountMinQuotaForActiveCard": text(t.openMin), "depositAmountMaxQuotaForActiveCard": text(t.openMax),
		"fiatCurrency": t.currency, "balanceRetentionQuota": number(t.retention), "rechargeCurrency": t.currency,
		"rechargeMinQuota": number(t.depositMin), "rechargeMaxQuota": number(t.depositMax), "rechargeFeeRate": number(t.feeRate),
		"rechargeFixedFee": number(t.fixedFee), "rechargeDigital": t.decimals, "enableActiveCard": !t.offline,
		"enableDeposit": !t.noDeposit, "enableFreeze": !t.noFreeze, "enableUnFreeze": !t.noFreeze, "metadata": metadata,
	}
}
