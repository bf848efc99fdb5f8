extension MinimumDatasets {
    static let first = """
        §3.2.1 police-recorded-crime-offence
        Crime reference number => crime_reference_number
        Type of offence – Home Office classification code => offence_type
        Committed from date => committed_from_date
        Committed from time => committed_from_time
        Committed to date => committed_to_date
        Committed to time => committed_to_time
        Address/location of offence => offence_address
        Easting coordinate (relating to the address/location where the offence occurred) => offence_easting
        Northing coordinate (relating to the address/location where the offence occurred) => offence_northing
        Method of entry => method_of_entry
        Property stolen => property_stolen
        Use of a weapon (e.g. describing type of weapon or part of body used if applicable in committing the offence) => weapon_used
        Marker/flag for distraction burglary => distraction_burglary
        Marker/flag for drugs-related incident => drugs_related
        Marker/flag for alcohol-related incident => alcohol_related
        Marker/flag for racially-motivated incident => racially_motivated
        Marker/flag for domestic incident => domestic_incident

        §3.2.1 police-recorded-crime-offender
        Crime reference number => crime_reference_number
        Offender reference number => offender_reference_number
        Gender => gender
        Age (or date of birth) => age
        Ethnicity => ethnicity
        Occupation => occupation
        Address/location of offender – address is the offender's primary address => offender_address
        Easting coordinate (relating to the home address of the offender/accused) => offender_easting
        Northing coordinate (relating to the home address of the offender/accused) => offender_northing

        §3.2.1 police-recorded-crime-victim
        Crime reference number => crime_reference_number
        Gender => gender
        Age (or date of birth) => age
        Ethnicity => ethnicity
        Association with offender (e.g. husband, wife, ex-partner, friend, stranger) => association_with_offender
        Occupation => occupation
        Address of victim => victim_address
        Easting coordinate (relating to the home address of the victim) => victim_easting
        Northing coordinate (relating to the home address of the victim) => victim_northing

        §3.2.2 police-incident
        Incident reference number => incident_reference_number
        Type of incident => incident_type
        Marker/flag for domestic incident => domestic_incident
        Date of incident => incident_date
        Time of incident => incident_time
        Address/location of incident => incident_address
        Easting coordinate (relating to the address/location where the incident occurred) => incident_easting
        Northing coordinate (relating to the address/location where the incident occurred) => incident_northing

        §3.2.3 council-asb-and-environmental-crime
        Incident reference number => incident_reference_number
        Type of incident => incident_type
        Date of incident => incident_date
        Time of incident => incident_time
        Value of property damaged (graffiti and vandalism incidents) => value_of_property_damaged
        Size or weight of waste that is dumped (flytipping) => waste_size_or_weight
        Make, model, and age of vehicle (abandoned vehicles) => vehicle_make, vehicle_model, vehicle_age
        Registered address of vehicle (abandoned vehicles) => vehicle_registered_address
        Address/location of incident => incident_address
        Easting coordinate (relating to the address/location where the incident occurred) => incident_easting
        Northing coordinate (relating to the address/location where the incident occurred) => incident_northing

        §3.2.4 fire-and-rescue-incident
        Incident reference number => incident_reference_number
        Type of incident => incident_type
        Date of incident => incident_date
        Time of incident => incident_time
        Number of casualties (where relevant) => number_of_casualties
        Address/location of incident => incident_address
        Easting coordinate (relating to the address/location where the incident occurred) => incident_easting
        Northing coordinate (relating to the address/location where the incident occurred) => incident_northing

        §3.2.5 probation-oasys-assessment
        Client reference number => client_reference_number
        Age => age
        Gender => gender
        Postcode (full postcode) => client_postcode
        Offence description => offence_description
        Emotional wellbeing link to offending (LTO) => emotional_wellbeing_lto
        Thinking and behaviour LTO => thinking_and_behaviour_lto
        Attitudes LTO => attitudes_lto
        Accommodation LTO => accommodation_lto
        Employment, training and education LTO => employment_training_education_lto
        Financial management LTO => financial_management_lto
        Relationships => relationships_lto
        Lifestyle and associations LTO => lifestyle_and_associations_lto
        Drug misuse LTO => drug_misuse_lto
        Alcohol misuse LTO => alcohol_misuse_lto
        Date assessment was completed => assessment_completed_date
        Risk of reconviction: high, medium, low => risk_of_reconviction
        Risk of harm to others => risk_of_harm
        Number of months planned for supervision => supervision_months_planned

        §3.2.6 youth-offending-assessment
        Client reference number => client_reference_number
        Age => age
        Gender => gender
        Postcode (full postcode) => client_postcode
        Offence description => offence_description
        Marker/flag for persistent offender => persistent_offender
        Date of assessment => assessment_date
        Ratings for each category of risk assessment (14 categories associated with the risk of reoffending. Two ratings relate to \
        risk of harm and vulnerability) => living_arrangements_rating, family_and_personal_relationships_rating, \
        education_training_employment_rating, neighbourhood_rating, lifestyle_rating, substance_use_rating, physical_health_rating, \
        emotional_and_mental_health_rating, perception_of_self_and_others_rating, thinking_and_behaviour_rating, \
        attitudes_to_offending_rating, motivation_to_change_rating, risk_of_harm_rating, vulnerability_rating
        """
}
