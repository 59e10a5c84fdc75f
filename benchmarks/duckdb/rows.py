"""What each check asks of one prestatie, as SQL over the names of ``lookups.of_consults`` and ``of_others``.

The verdict by the id of the check; null is out of its population. Of every five prestaties four are consults, and what
they are asked no other prestatie is.
"""

from __future__ import annotations

CONSULTS = {
    # Planning is realisatie
    "PR-01": """case when gepland = false then null when gepland is null then onbepaald()
        else oordeel(not (abs(r - g) > 15 and k <> kr)) end""",
    "PR-02": """case when gepland = false then null when gepland is null then onbepaald()
        else oordeel(not (abs(r - g) <= 15 and k <> kg and k <> kr)) end""",
    "PR-03": "case when gepland then null when gepland is null then onbepaald() else oordeel(k = kr) end",
    "PR-04": """case when datum < date '2022-01-01' then null when financiering is null then buiten_beeld()
        when financiering = 'zvw' then oordeel(starttijd is not null) end""",
    "PR-05": """case when gepland = false then null when gepland is null then buiten_beeld()
        else oordeel(gepland_op <= datum + starttijd) end""",
    # Consult
    "CO-01": "oordeel(k in (5, 15, 30, 45, 60, 75, 90, 120))",
    "CO-02": """case when prestatiecode is null then onbepaald()
        when co_klasse is null and not code_in_lijst then afwijking()
        else oordeel((duurklasse is null or code_klasse = duurklasse) and code_type = consulttype) end""",
    "CO-03": "case when behandelaar_id is null or starttijd is null then onbepaald() else oordeel(not vervolg) end",
    "CO-04": """case when r <= 0 then voldoet()
        when behandelaar_id is null or starttijd is null or r is null then onbepaald()
        else oordeel(not overlapt) end""",
    "CO-05": """case when asynchroon
        then case when behandelaar_id is null then onbepaald() else oordeel(not asynchroon_na) end end""",
    "CO-06": "case when behandelaar_bekend then oordeel(erkend) else onbepaald() end",
    "CO-07": "case when heeft_verblijfsdag then oordeel(setting in (5, 6, 8)) end",
    "CO-08": """case when behandelaar_id is null or starttijd is null or prestatiecode is null then onbepaald()
        else oordeel(not dubbel) end""",
    "CO-09": "case when prestatiecode is null then onbepaald() else oordeel(code_in_lijst) end",
    "CO-10": "oordeel(code_setting = setting and code_categorie = categorie)",
    "CO-12": "oordeel(consulttype is not null)",
    # Onverzekerde diagnostiek
    "OD-01": """case when consulttype is distinct from 'diagnostiek' or diagnose_verzekerd then null
        when diagnose_verzekerd is null then buiten_beeld() else oordeel(not na_de_vierde) end""",
    # Teams, cijferbeoordeling
    "TM-01": """case when team is null then buiten_beeld() when team_settings is null then afwijking()
        when setting is null then onbepaald() else oordeel(list_contains(team_settings, setting)) end""",
    "SE-04": """case when setting is null then buiten_beeld()
        when setting in (5, 6) then oordeel(verblijf_geregistreerd or in_de_kliniek) end""",
    "SE-05": """case when financiering is null then buiten_beeld()
        when financiering = 'fz' then oordeel(setting in (6, 7)) end""",
}

OTHERS = {
    # Intercollegiaal overleg
    "IO-01": "case when is_overleg then oordeel(setting = 1) end",
    "IO-02": """case when is_overleg
        then oordeel(r >= 5 and ((r >= 15 and duurklasse = 15) or (r < 15 and duurklasse = 5))) end""",
    "IO-03": "case when is_overleg then oordeel(overleg_met not in ('huisarts', 'verwijzer')) end",
    "IO-04": "case when is_overleg then oordeel(zorgtraject_id is not null) end",
    "IO-05": "case when is_overleg then oordeel(overleg_vastgelegd) end",
    "IO-06": "case when is_overleg then oordeel(patient_geinformeerd) end",
    "IO-07": """case when is_overleg
        then oordeel(overleg_met in ('huisarts', 'verwijzer') or overleg_met_beroep) end""",
    # Euthanasie
    "EU-01": """case when not is_euthanasie or financiering = 'fz' then null
        when boven_maximum then afwijking() when minstens then onbepaald() else voldoet() end""",
    "EU-02": """case when not is_euthanasie then null when zorgtraject_id is null then buiten_beeld()
        when traject_bekend then oordeel(financiering <> 'fz') end""",
    # Groepsconsult
    "GC-01": """case when not is_groep then null when groepssessie_id is null then onbepaald()
        else oordeel(groepsgrootte = least(10, aanwezigen)) end""",
    "GC-02": """case when not is_groep then null when groepssessie_id is null then onbepaald()
        else oordeel(aanwezigen >= 2) end""",
    "GC-03": "case when is_groep then oordeel(aanwezig is distinct from false) end",
    "GC-04": """case when prestatiegroep not in ('reistijd', 'tolk') or datum > date '2024-12-31' then null
        when hoofdprestatie_id is null then buiten_beeld()
        when hoofd_bekend then oordeel(hoofd_groep <> 'groepsconsult') end""",
    "GC-05": "case when is_groep then oordeel(r >= case when datum <= date '2023-12-31' then 16 else 15 end) end",
    "GC-06": """case when not is_groep then null
        when behandelaar_id is null or starttijd is null or prestatiecode is null then onbepaald()
        else oordeel(not dubbel) end""",
    # Toeslag reistijd
    "RT-01": """case when not is_reistijd then null when hoofdprestatie_id is null then onbepaald()
        else oordeel(not tweede_reis) end""",
    "RT-02": """case when is_reistijd then oordeel(coalesce(
        hoofd_groep = 'consult' and hoofd_patient = patient_id and hoofd_datum = datum, false)) end""",
    "RT-03": """case when not is_reistijd then null when grens is null then onbepaald()
        else oordeel((reistijd_minuten >= grens and duurklasse = grens)
            or (reistijd_minuten < grens and duurklasse = 0)) end""",
    "RT-04": """case when not is_reistijd then null when hoofdprestatie_id is null then buiten_beeld()
        when hoofd_bekend then oordeel(not hoofd_eigen_locatie) end""",
    # Verblijf
    "VB-01": "case when is_verblijf then oordeel(not tweede_nacht) end",
    "VB-02": "case when is_verblijf then oordeel(opgenomen) end",
    "VB-03": """case when not is_verblijf or opname_minuut is null then null when opname_minuut = 1200 then onbepaald()
        else oordeel(opname_minuut < 1200) end""",
    "VB-05": "case when prestatiegroep in ('dagbesteding', 'vaktherapie') then oordeel(not heeft_verblijfsdag) end",
    # Financiering
    "PF-01": """case when prestatiegroep not in ('fpt', 'dagbesteding') then null
        when zorgtraject_id is null then buiten_beeld()
        when traject_bekend then oordeel(financiering = 'fz') end""",
    "PF-02": """case when prestatiegroep not in ('verblijf_zonder_overnachting', 'niet_basispakket') then null
        when zorgtraject_id is null then buiten_beeld() when traject_bekend then oordeel(financiering <> 'fz') end""",
    # Declaratie
    "FA-08": "case when prestatiecode is null then buiten_beeld() else oordeel(code_in_lijst) end",
}

EVERYTHING = {
    # Onverzekerde diagnostiek, hoogspecialistisch, verblijf
    "OD-02": """case when prestatiegroep not in ('consult', 'groepsconsult')
            or consulttype is distinct from 'behandeling' then null
        when diagnose_verzekerd is null then buiten_beeld() else oordeel(diagnose_verzekerd) end""",
    "CO-11": """case when setting is null then buiten_beeld() when setting <> 8 then null
        when contracten_geleverd and uzovi is null then onbepaald() else oordeel(contract_hoogspecialistisch) end""",
    "VB-04": """case when prestatiegroep in ('consult', 'groepsconsult')
        then case when integraal then afwijking() when tarief_onbekend then onbepaald() else voldoet() end end""",
    # Zorgtraject
    "ZT-01": "case when prestatiegroep <> 'niet_basispakket' then oordeel(traject_bekend) end",
    "ZT-03": """case when zorgtraject_id is null then buiten_beeld() when traject_bekend
        then oordeel(datum >= startdatum and (einddatum is null or datum <= einddatum)) end""",
    "ZT-11": """case when zorgtraject_id is null then buiten_beeld()
        when traject_bekend then oordeel(patient_id = traject_patient) end""",
    # Acuut, declaratie
    "AC-01": """case when acuut_binnen_budget
        then case when zorgtraject_id is null then onbepaald() else oordeel(not na_acuut) end end""",
    "FA-04": "case when volwassen_op is null then buiten_beeld() else oordeel(datum >= volwassen_op) end",
    "FA-05": "oordeel(datum >= date '2022-01-01')",
    "FA-06": "case when factuurdatum is null then buiten_beeld() else oordeel(factuurdatum >= datum) end",
    "FA-09": """case when prestatiecode is null then buiten_beeld()
        when code_groep is not null then oordeel(prestatiegroep = code_groep) end""",
}

#: The checks that rest on one prestatie, or on what is known of it.
CHECKS = {**CONSULTS, **OTHERS, **EVERYTHING}
