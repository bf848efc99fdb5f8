extension MinimumDatasets {
    static let third = """
        §3.2.15 overground-train-crime
        Crime reference number => crime_reference_number
        Type of offence => offence_type
        Date of incident => incident_date
        Time of incident => incident_time
        Address/location of offence or route on which offence occurred => offence_address
        Easting coordinate (relating to the address/location where the offence occurred) => offence_easting
        Northing coordinate (relating to the address/location where the offence occurred) => offence_northing
        Offender gender => offender_gender
        Offender age (or date of birth) => offender_age
        Offender ethnicity => offender_ethnicity
        Victim gender => victim_gender
        Victim age (or date of birth) => victim_age
        Victim ethnicity => victim_ethnicity

        §3.2.16 local-train-and-tram-incident
        Crime reference number => crime_reference_number
        Type of offence => offence_type
        Date of incident => incident_date
        Time of incident => incident_time
        Address/location of offence or route on which offence occurred => offence_address
        Easting coordinates (relating to the address/location where the offence occurred) => offence_easting
        Northing coordinates (relating to the address/location where the offence occurred) => offence_northing
        Offender gender => offender_gender
        Offender age (or date of birth) => offender_age
        Offender ethnicity => offender_ethnicity
        Victim gender => victim_gender
        Victim age (or date of birth) => victim_age
        Victim ethnicity => victim_ethnicity

        §3.2.17 local-bus-incident
        Crime reference number => crime_reference_number
        Type of offence => offence_type
        Date of incident => incident_date
        Time of incident => incident_time
        Address/location of offence or route on which offence occurred => offence_address
        Easting coordinate (relating to the address/location where the offence occurred) => offence_easting
        Northing coordinate (relating to the address/location where the offence occurred) => offence_northing
        Offender gender => offender_gender
        Offender age (or date of birth) => offender_age
        Offender ethnicity => offender_ethnicity
        Victim gender => victim_gender
        Victim age (or date of birth) => victim_age
        Victim ethnicity => victim_ethnicity

        §3.2.18 school-exclusion
        Gender => gender
        Age => age
        Ethnicity => ethnicity
        Name of school => school_name
        Easting coordinate (relating to the school address) => school_easting
        Northing coordinate (relating to the school address) => school_northing
        Type of exclusion (e.g. permanent, temporary) => exclusion_type

        §3.2.19 environment-agency-incident
        Incident reference number => incident_reference_number
        Type of incident (e.g. construction waste, tyres) => incident_type
        Committed from date of incident => committed_from_date
        Committed from time of incident => committed_from_time
        Committed to date of incident => committed_to_date
        Committed to time of incident => committed_to_time
        Address/location of incident => incident_address
        Easting coordinate (relating to the address/location where the incident occurred) => incident_easting
        Northing coordinate (relating to the address/location where the incident occurred) => incident_northing

        §3.2.19 environment-agency-site
        Site reference number => site_reference_number
        Name of waste processing site => site_name
        Name of site owner => site_owner
        Type of illegal waste => waste_type
        Date identified => identified_date
        Address of site => site_address
        Easting coordinate (relating to the address of the site) => site_easting
        Northing coordinate (relating to the address of the site) => site_northing

        §3.2.20 stop-and-search
        Reference number => reference_number
        Date of search => search_date
        Time of search => search_time
        Gender of suspect => gender
        Age of suspect => age
        Ethnicity of suspect => ethnicity
        Reason for search e.g. drugs, carrying a weapon, in possession of stolen goods => reason_for_search
        Results of search e.g. arrest, caution, no action => result_of_search
        Address/location of search => search_address
        Easting coordinate (relating to the address/location of the search) => search_easting
        Northing coordinate (relating to the address/location of the search) => search_northing

        §3.2.21 drug-test-result
        Crime reference number => crime_reference_number
        Type of offence – Home Office classification code => offence_type
        Result of drugs test => test_result
        Type of drug used => drug_used

        §3.2.22 detection-status
        Crime reference number => crime_reference_number
        Type of offence – Home Office classification code => offence_type
        Detection status => detection_status
        """
}
